/** How a graph is drawn. */
export interface DrawingOptions {
  /** Where children stand from their parents. Default `'down'`. */
  readonly direction?: 'down' | 'right' | undefined
  /** Most characters of an action or an agent's name; longer ones are cut and end in an ellipsis. Default 40. */
  readonly maxTextLength?: number | undefined
}

/** {@link DrawingOptions} with nothing left open. */
export interface DrawingSettings {
  /** As Mermaid and DOT both write it. */
  readonly direction: 'TB' | 'LR'
  readonly maxTextLength: number
}

/**
 * Fills in the defaults.
 *
 * @throws TypeError for a `maxTextLength` that is not a positive integer
 */
export function drawingSettings(options: DrawingOptions = {}): DrawingSettings {
  const { direction = 'down', maxTextLength = 40 } = options
  if (!Number.isSafeInteger(maxTextLength) || maxTextLength < 1) {
    throw new TypeError('maxTextLength must be a positive integer')
  }
  return { direction: direction === 'right' ? 'LR' : 'TB', maxTextLength }
}
