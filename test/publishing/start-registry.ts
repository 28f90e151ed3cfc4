import type { Server } from 'node:http'
import { join } from 'node:path'
import { runServer } from 'verdaccio'

export interface Registry {
  readonly url: string
  close(): Promise<void>
}

/** Starts an npm registry on loopback that keeps its packages in `folder`, lets everybody publish and asks no other one. */
export async function startRegistry(folder: string): Promise<Registry> {
  const server: Server = await runServer({
    configPath: join(folder, 'config.yaml'),
    storage: folder,
    packages: { '**': { access: '$all', publish: '$all' } },
    uplinks: {},
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'error' },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the registry listens on a port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
