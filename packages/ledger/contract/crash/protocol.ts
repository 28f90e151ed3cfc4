/** What an appending process says about one token, a line of JSON each. */
export type Report =
  | { readonly sent: string }
  | { readonly acknowledged: number; readonly compact: string }
  | { readonly refused: string }
