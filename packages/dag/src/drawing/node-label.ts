import type { Task } from '@wimse-ect/claims'
import { taskState } from './task-state.ts'

const maxIdLength = 12
const shownIdLength = 8

/**
 * The lines of a node: the action; the last part of the agent's path; the task id, shortened from the left because ids
 * made at one time begin alike, and the state. Each text from outside has a line to itself, or stands beside text of
 * ours only when it cannot change the direction of writing, as an identifier cannot.
 *
 * @returns plain text: whoever draws it has to escape it
 */
export function nodeLabel(task: Task, maxTextLength: number): readonly string[] {
  const agent = task.agent.slice(task.agent.lastIndexOf('/') + 1) || task.agent
  return [
    shorten(visible(task.action), maxTextLength),
    shorten(visible(agent), maxTextLength),
    `${shortId(task.taskId)} ${taskState(task)}`,
  ]
}

/**
 * Writes every character that is not a letter, a digit or a space as `<prefix><code point>;`, save `_` and `-` inside a
 * word, and symbols beyond U+FFFF: no language gives them a meaning, and Graphviz cannot read their numbers.
 *
 * Nothing is left that could end a string, begin a tag, a comment, a directive, a list, emphasis or an automatic link.
 * It lists what is harmless, not what is dangerous.
 *
 * @param prefix `#` in Mermaid, `&#` in DOT
 */
export function escapeText(text: string, prefix: '#' | '&#'): string {
  return text.replace(
    /(?<![\p{L}\p{N}])[_-]|[_-](?![\p{L}\p{N}])|[^\p{L}\p{N} _\u{10000}-\u{10FFFF}-]/gu,
    (character) => `${prefix}${character.codePointAt(0)};`,
  )
}

/** White space becomes single spaces; characters that cannot be seen or turn the text around become U+FFFD. */
function visible(text: string): string {
  return text.trim().replaceAll(/\s+/gu, ' ').replaceAll(/\p{C}/gu, '\uFFFD')
}

function shorten(text: string, maxLength: number): string {
  const characters = [...text]
  return characters.length <= maxLength ? text : `${characters.slice(0, maxLength - 1).join('')}…`
}

function shortId(taskId: string): string {
  return taskId.length <= maxIdLength ? taskId : `…${taskId.slice(-shownIdLength)}`
}
