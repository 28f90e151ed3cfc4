/**
 * Foreign text as it may be shown on one line: white space becomes single spaces, characters that cannot be seen or
 * turn the direction of writing become U+FFFD. It is still only ever set as text, never as markup.
 */
export function visibleText(text: string): string {
  return text.trim().replaceAll(/\s+/gu, ' ').replaceAll(/\p{C}/gu, '\uFFFD')
}

/** The last part of a SPIFFE ID's path, which is how people call an agent. */
export function agentName(agent: string): string {
  return visibleText(agent.slice(agent.lastIndexOf('/') + 1) || agent)
}

/** An identifier for narrow places: shortened from the left, because ids made at one time begin alike. */
export function shortId(id: string): string {
  const text = visibleText(id)
  return text.length <= 12 ? text : `…${text.slice(-8)}`
}
