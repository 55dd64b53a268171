// The list of incidents, read slice by slice as one scrolls. What the address says is what is asked for.
import { at, get } from '../../api/client'
import { asProblem, type Problem } from '../../api/problem'
import type { IncidentRow, Slice } from '../../api/types'

export type Row = IncidentRow
type Answer = Slice<Row> & { counts?: Record<string, number> }

export interface Filter {
    state: string
    q: string
    kind: string
    owner: string
    sort: string
}

const kSlice = 200
const kActive = ['open', 'acknowledged', 'confirmed', 'remedied']

export class IncidentList {
    rows = $state.raw<Row[]>([])
    counts = $state.raw<Record<string, number>>({})
    problem = $state.raw<Problem | null>(null)
    busy = $state(false)
    private next: string | null = null
    private asked = ''
    private turn = 0

    get whole(): boolean {
        return this.next === null
    }

    private path(filter: Filter, cursor: string | null, limit: number): string {
        const { state, q, kind, owner, sort } = filter
        const exact = state === 'all' || state === 'active' ? '' : state
        return at('/api/v1/incidents', { view: 'light', state: exact, q, kind, owner, sort, cursor, limit })
    }

    async start(filter: Filter): Promise<void> {
        this.asked = JSON.stringify(filter)
        await this.read(filter, null, [], kSlice)
    }

    async more(filter: Filter): Promise<void> {
        if (this.busy || this.next === null || this.asked !== JSON.stringify(filter)) return
        await this.read(filter, this.next, this.rows, kSlice)
    }

    /** As far as it was read, again: a row that changed is drawn anew, the place in the list stays. */
    async refresh(filter: Filter): Promise<void> {
        if (this.busy || this.rows.length > 1000) return
        await this.read(filter, null, [], Math.max(kSlice, this.rows.length))
    }

    private async read(filter: Filter, cursor: string | null, before: Row[], limit: number): Promise<void> {
        const turn = ++this.turn
        this.busy = true
        try {
            const { data } = await get<Answer>(this.path(filter, cursor, Math.min(1000, limit)))
            if (turn !== this.turn) return
            const active = filter.state === 'active'
            this.rows = [...before, ...(active ? data.items.filter((row) => kActive.includes(row.state)) : data.items)]
            this.next = data.next
            const { counts } = data
            if (counts) {
                const active = kActive.reduce((sum, each) => sum + (counts[each] ?? 0), 0)
                this.counts = { ...counts, active }
                // All that is active is here; what follows rests.
                if (filter.state === 'active' && this.rows.length >= active) this.next = null
            }
            this.problem = null
        } catch (thrown) {
            if (turn === this.turn) this.problem = asProblem(thrown)
        } finally {
            if (turn === this.turn) this.busy = false
        }
    }
}

export async function everything(filter: Filter): Promise<Row[]> {
    const list: Row[] = []
    let cursor: string | null = null
    do {
        const query: string = at('/api/v1/incidents', { view: 'light', q: filter.q, cursor, limit: 1000 })
        const { data }: { data: Answer } = await get<Answer>(query)
        list.push(...data.items)
        cursor = data.next
    } while (cursor)
    return list
}
