import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatRoute } from '../route.ts'
import { goTo } from '../use-route.ts'
import { filterNames, isFiltered, type WorkflowFilter } from '../workflow-filter.ts'

/** How long nothing is typed before the list follows. */
const quietMs = 300

/** The filters of the list; what they are set to stands in the address. */
export function WorkflowFilters({ filter }: { readonly filter: WorkflowFilter }): JSX.Element {
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useFollowAddress(form, filter)
  const apply = (): void => {
    if (form.current !== null) goTo({ view: 'workflows', filter: filterOf(form.current) }, true)
  }
  const applySoon = (): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(apply, quietMs)
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    apply()
  }
  return (
    <search>
      <form ref={form} class="filters" onSubmit={submit} onInput={applySoon}>
        <label class="wide">
          Search
          <input name="q" type="search" placeholder="Workflow id, agent or action" />
        </label>
        <label>
          Agent
          <input name="agent" placeholder="spiffe://…" />
        </label>
        <label>
          Action
          <input name="action" />
        </label>
        <label>
          Decision
          <select name="decision">
            <option value="">Any</option>
            <option value="approved">Approved</option>
            <option value="rejected">Rejected</option>
            <option value="pending_human_review">Waits for a person</option>
          </select>
        </label>
        <label>
          From
          <input name="since" type="date" />
        </label>
        <label>
          To
          <input name="until" type="date" />
        </label>
        {isFiltered(filter) && (
          <a class="button quiet" href={formatRoute({ view: 'workflows', filter: {} })}>
            Reset
          </a>
        )}
      </form>
    </search>
  )
}

function filterOf(form: HTMLFormElement): WorkflowFilter {
  const data = new FormData(form)
  const members = filterNames.map((name) => [name, data.get(name)] as const)
  return Object.fromEntries(members.filter(([, value]) => typeof value === 'string' && value.trim() !== ''))
}

/** Fields show what the address says, also after a link or a step back; never the one that somebody is typing in. */
function useFollowAddress(form: { readonly current: HTMLFormElement | null }, filter: WorkflowFilter): void {
  useEffect(() => {
    for (const name of filterNames) {
      const field = form.current?.elements.namedItem(name)
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement
      if (isField && document.activeElement !== field) field.value = filter[name] ?? ''
    }
  }, [form, filter])
}
