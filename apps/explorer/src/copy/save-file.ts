/** Hands a text to the browser as a file that it saves. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A name that every file system takes. */
export function copyFileName(workflowId: string): string {
  return `workflow-${workflowId.replaceAll(/[^A-Za-z0-9-]+/g, '_').slice(0, 64)}.html`
}
