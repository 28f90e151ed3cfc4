const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const short = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** Greatest time that a Date can hold, in seconds. */
const lastSecond = 8_640_000_000_000

/** A time as people write it, in the time zone of the machine. @param seconds since 1970 */
export function formatTime(seconds: number, length: 'full' | 'short' = 'full'): string {
  if (!(Math.abs(seconds) <= lastSecond)) return String(seconds)
  return (length === 'full' ? full : short).format(new Date(seconds * 1000))
}

/** The time between two moments: `2 Mar 2026, 10:00:00 – 10:04:12`. */
export function formatSpan(from: number, to: number): string {
  if (!(Math.abs(from) <= lastSecond) || !(Math.abs(to) <= lastSecond)) return `${from} – ${to}`
  const [first, last] = [new Date(from * 1000), new Date(to * 1000)]
  if (from === to) return full.format(first)
  const end = first.toDateString() === last.toDateString() ? clock.format(last) : full.format(last)
  return `${full.format(first)} – ${end}`
}
