// Puts the built explorer page into the package of the server, which publishes and serves it.
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.ts'

const page = join(root, 'apps/explorer/dist')
const target = join(root, 'packages/server/explorer')
if (!existsSync(join(page, 'index.html'))) throw new Error('the explorer is not built: run "pnpm build" at the root')
rmSync(target, { recursive: true, force: true })
cpSync(page, target, { recursive: true })
