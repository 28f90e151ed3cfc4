import type { PageCode } from './make-copy.ts'

/** Loads the code of the page that is shown, once more. @throws TypeError when that is not one script and one style */
export async function loadPageCode(): Promise<PageCode> {
  const script = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src
  const style = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.href
  if (script === undefined || style === undefined)
    throw new TypeError('the page is not built of one script and one style')
  return { script: await loadText(script), style: await loadText(style) }
}

async function loadText(address: string): Promise<string> {
  const answer = await fetch(address)
  if (!answer.ok) throw new TypeError('the code of the page cannot be loaded')
  return answer.text()
}
