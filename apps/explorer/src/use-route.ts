import { useEffect, useState } from 'preact/hooks'
import { formatRoute, parseRoute, type Route } from './route.ts'

/** The view that the address of the page names; follows links, back and forward. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const follow = (): void => setHash(location.hash)
    addEventListener('hashchange', follow)
    // The address may have changed since the first reading.
    follow()
    return () => removeEventListener('hashchange', follow)
  }, [])
  return parseRoute(hash)
}

/** Goes to a view. @param replace leaves no step in the history, for what changes while somebody types */
export function goTo(route: Route, replace = false): void {
  if (replace) location.replace(formatRoute(route))
  else location.hash = formatRoute(route)
}
