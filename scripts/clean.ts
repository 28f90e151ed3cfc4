// Removes the current package's `dist`, so that a renamed source file leaves nothing behind in a release.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
