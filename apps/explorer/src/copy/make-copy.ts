import { encodeBase64 } from '@wimse-ect/ledger'
import { type SavedWorkflow, writeSavedWorkflow } from './saved-workflow.ts'

/** The page's own code, as the service sent it. */
export interface PageCode {
  readonly script: string
  readonly style: string
}

/** The id of the element that carries the saved workflow. */
export const savedWorkflowId = 'saved-workflow'

/**
 * Makes a page of one file that shows and verifies a workflow without network.
 *
 * Its policy lets nothing run but this very script, known by its hash, and forbids every connection. The data stand in
 * an element that is never run, written so that no text in them can end that element.
 *
 * @throws TypeError when the code could end its own element
 */
export async function makeCopy(saved: SavedWorkflow, { script, style }: PageCode): Promise<string> {
  const head = [
    voidElement('meta', { charset: 'utf-8' }),
    voidElement('meta', { 'http-equiv': 'Content-Security-Policy', content: await contentPolicy(script, style) }),
    voidElement('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('title', {}, escapeText(`Workflow ${saved.workflow.workflowId}`)),
    element('style', {}, checkInline(style)),
  ]
  const body = [
    element('div', { id: 'app' }, ''),
    element('script', { type: 'application/json', id: savedWorkflowId }, dataText(saved)),
    element('script', { type: 'module' }, checkInline(script)),
  ]
  const parts = [element('head', {}, head.join('\n')), element('body', {}, body.join('\n'))]
  return `<!doctype html>\n${element('html', { lang: 'en' }, parts.join('\n'))}\n`
}

/** JSON without `<`: inside a script element only that character can begin the end of it, or a comment. */
export function dataText(saved: SavedWorkflow): string {
  return writeSavedWorkflow(saved).replaceAll('<', String.raw`\u003c`)
}

async function contentPolicy(script: string, style: string): Promise<string> {
  return [
    "default-src 'none'",
    `script-src 'sha256-${await sha256(script)}'`,
    `style-src 'sha256-${await sha256(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return encodeBase64(new Uint8Array(digest))
}

/** Our own code has none of these, this line included: a bundler that wrote one would make a page that is cut off. */
function checkInline(code: string): string {
  if (/[<](?:!--|\/script|\/style)|\r|\0/i.test(code)) throw new TypeError('the code cannot stand inside a page')
  return code
}

// The end of an element is never written out here: this file becomes part of the script that it puts into the page.

function element(name: string, attributes: Readonly<Record<string, string>>, content: string): string {
  return `${voidElement(name, attributes)}${content}</${name}>`
}

function voidElement(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escapeText(value)}"`)
  return `<${name}${written.join('')}>`
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
