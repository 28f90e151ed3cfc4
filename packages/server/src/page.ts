/** Some of many things, and where the next ones begin. */
export interface Page<Thing> {
  readonly things: readonly Thing[]
  /** The first thing that had no room; `undefined` at the end. */
  readonly following: Thing | undefined
}

/** Takes the first things of an iteration, and looks whether there is one more. */
export async function firstPage<Thing>(iteration: AsyncIterable<Thing>, limit: number): Promise<Page<Thing>> {
  const things: Thing[] = []
  for await (const thing of iteration) {
    if (things.length === limit) return { things, following: thing }
    things.push(thing)
  }
  return { things, following: undefined }
}
