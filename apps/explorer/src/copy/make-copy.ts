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
  const page = document.implementation.createHTMLDocument(`Workflow ${saved.workflow.workflowId}`)
  page.documentElement.lang = 'en'
  const policy = await contentPolicy(script, style)
  page.head.prepend(
    element(page, 'meta', { charset: 'utf-8' }),
    element(page, 'meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element(page, 'meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
  )
  page.head.append(element(page, 'style', {}, checkInline(style)))
  page.body.append(
    element(page, 'div', { id: 'app' }),
    element(page, 'script', { type: 'application/json', id: savedWorkflowId }, dataText(saved)),
    element(page, 'script', { type: 'module' }, checkInline(script)),
  )
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`
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

/** Our own code has none of these; a bundler that wrote one would make a page that is cut off. */
function checkInline(code: string): string {
  if (/<\/(?:script|style)|<!--|\r|\0/i.test(code)) throw new TypeError('the code cannot stand inside a page')
  return code
}

function element(page: Document, name: string, attributes: Readonly<Record<string, string>>, content = ''): HTMLElement {
  const made = page.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.textContent = content
  return made
}
