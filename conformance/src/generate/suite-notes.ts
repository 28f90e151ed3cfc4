/** What the flags of the cases mean. A suite file carries the notes of the flags it uses. */
export const flagNotes: Readonly<Record<string, string>> = {
  Attack: 'What an attacker would send on purpose.',
  Boundary: 'One of a pair: the last value that passes, or the first that does not.',
  Encoding: 'The same or similar data in other bytes than its one form.',
  EmbeddedKey: 'The token brings its own key, or says where to fetch one.',
  KeyConfusion: 'A key used for another algorithm, or in the place of another key.',
  KidGame: 'A kid chosen to upset a reader that does more with it than compare it.',
  NotGenuine: 'At least one token of the case has a signature that its key does not confirm.',
  NumberForm: 'A number whose form matters, not only its value.',
  Order: 'More than one fault: the code shows which rule is judged first.',
  Resource: 'Expensive for a careless reader: memory, stack or time.',
  Squatting: "A task id taken in advance, or in another workflow, to block or to capture somebody else's task.",
  Twin: 'Other bytes for something that was already accepted.',
  Unusual: 'Unusual but right: an implementation that refuses it is too strict.',
}
