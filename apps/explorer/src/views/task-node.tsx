import type { JSX } from 'preact'
import { fitText, type Measure, measureWith } from '../graph/fit-text.ts'
import { nodeSize, type PlacedTask } from '../graph/layout.ts'
import { innerPath, shapePaths, statePaths, stateWords } from '../graph/node-shape.ts'
import type { ShownTask } from '../graph/shown-task.ts'
import { outcomeOf, type TaskReport } from '../verify/verdict.ts'
import { agentName, visibleText } from '../visible-text.ts'
import { outcomeWords } from './state-mark.tsx'

interface Properties {
  readonly task: ShownTask
  readonly place: PlacedTask
  readonly href: string
  readonly isSelected: boolean
  /** Part of the selected task's history or future. */
  readonly isNear: boolean
  /** The one task that the tabulator reaches. */
  readonly isEntrance: boolean
  readonly report: TaskReport | undefined
}

const textLeft = -nodeSize.width / 2 + 46
const textWidth = nodeSize.width - 46 - 16
const family = 'system-ui, sans-serif'
let measures: { readonly action: Measure; readonly agent: Measure } | undefined

/** A task in the graph: shape, colour and symbol for its state, its action, its agent, and what verification found. */
export function TaskNode({ task, place, href, isSelected, isNear, isEntrance, report }: Properties): JSX.Element {
  const { entry, state, isOutside } = task
  const outcome = report === undefined ? undefined : outcomeOf(report)
  measures ??= { action: measureWith(`600 14px ${family}`), agent: measureWith(`12px ${family}`) }
  const flags = [
    `node state-${state}`,
    isSelected ? 'selected' : '',
    isNear ? 'near' : '',
    isOutside ? 'outside' : '',
    outcome === undefined ? '' : `verified-${outcome}`,
  ]
  return (
    <g class={flags.join(' ')} transform={`translate(${place.x} ${place.y})`}>
      <a
        href={href}
        data-sequence={entry.sequence}
        // In SVG the names of attributes are told by case.
        tabindex={isEntrance ? 0 : -1}
        aria-label={labelOf(task, report)}
        aria-current={isSelected ? 'true' : undefined}
        draggable={false}
      >
        <path class="halo" d={shapePaths[state]} />
        <path class="shape" d={shapePaths[state]} />
      </a>
      {/* Shown only: the link says it in full. */}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus */}
      <g class="content" aria-hidden="true">
        {state === 'compensation' && <path class="inner" d={innerPath} />}
        <g class="symbol" transform={`translate(${-nodeSize.width / 2 + 26} 0)`}>
          <circle r="11" />
          <path d={statePaths[state]} />
        </g>
        <text class="action" x={textLeft} y="-4">
          {fitText(visibleText(task.action), textWidth, measures.action)}
        </text>
        <text class="agent" x={textLeft} y="15">
          {fitText(`${entry.sequence} · ${agentName(task.agent)}`, textWidth, measures.agent)}
        </text>
        {outcome !== undefined && (
          <g class="seal" transform={`translate(${nodeSize.width / 2 - 14} ${-nodeSize.height / 2 + 2})`}>
            <rect x="-9" y="-9" width="18" height="18" rx="5" />
            <path d={sealPaths[outcome]} />
          </g>
        )}
      </g>
    </g>
  )
}

const sealPaths = { pass: 'M-4 .5L-1.5 3L4 -3', fail: 'M-3 -3L3 3M3 -3L-3 3', unchecked: 'M-3.5 0H3.5' } as const

function labelOf({ entry, action, agent, state, isOutside }: ShownTask, report: TaskReport | undefined): string {
  const verified = report === undefined ? '' : `, verification: ${outcomeWords[outcomeOf(report)]}`
  const outside = isOutside ? ', outside this workflow' : ''
  const what = `${visibleText(action)}, ${stateWords[state]}, by ${agentName(agent)}`
  return `${what}, entry ${entry.sequence}${outside}${verified}`
}
