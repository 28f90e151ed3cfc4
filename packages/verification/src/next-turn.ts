/** The portable `nextTurn`: there is nothing to do, as others have their turn whenever WebCrypto is awaited. */
export async function nextTurn(): Promise<void> {}
