/** Something to wait for. */
export interface Gate {
  readonly isOpen: Promise<void>
  open(): void
}

export function gate(): Gate {
  let open = (): void => {}
  const isOpen = new Promise<void>((resolve) => {
    open = resolve
  })
  return { isOpen, open: () => open() }
}
