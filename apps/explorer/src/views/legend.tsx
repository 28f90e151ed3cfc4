import type { TaskState } from '@wimse-ect/dag'
import type { JSX } from 'preact'
import { nodeSize } from '../graph/layout.ts'
import { innerPath, shapePaths, statePaths, stateWords } from '../graph/node-shape.ts'
import type { TaskLinks } from '../graph/task-links.ts'

const states: readonly TaskState[] = ['approved', 'rejected', 'pending', 'compensation', 'undecided']
const box = `${-nodeSize.width / 2 - 4} ${-nodeSize.height / 2 - 4} ${nodeSize.width + 8} ${nodeSize.height + 8}`

/** What the shapes mean, with how many tasks have each. States that do not occur are left out. */
export function Legend({ links }: { readonly links: TaskLinks }): JSX.Element {
  const count = (state: TaskState): number => links.tasks.filter((task) => task.state === state).length
  const outside = links.tasks.filter(({ isOutside }) => isOutside).length
  return (
    <ul class="legend" aria-label="Legend">
      {states
        .filter((state) => count(state) > 0)
        .map((state) => (
          <li key={state}>
            <svg viewBox={box} width="44" height="14" class={`node state-${state}`} aria-hidden="true">
              <path class="shape" d={shapePaths[state]} />
              {state === 'compensation' && <path class="inner" d={innerPath} />}
              <g class="symbol" transform="scale(2.6)">
                <path d={statePaths[state]} />
              </g>
            </svg>
            {stateWords[state]} <span class="muted">{count(state)}</span>
          </li>
        ))}
      {outside > 0 && (
        <li>
          <svg viewBox={box} width="44" height="14" class="node outside" aria-hidden="true">
            <path class="shape" d={shapePaths.undecided} />
          </svg>
          outside this workflow <span class="muted">{outside}</span>
        </li>
      )}
    </ul>
  )
}
