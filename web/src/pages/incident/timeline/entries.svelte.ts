// The journal of one incident: the newest entries at once, the others behind the reader's back, then only what is new.
// A run's progress comes grouped from the daemon: one item, with how many entries it stands for.
import { at, get } from '../../../api/client'
import { asProblem, type Problem } from '../../../api/problem'
import type { Entry, Slice } from '../../../api/types'

// These members are only there where one item stands for several entries.
type Grouped = 'count' | 'first_seq' | 'first_at'
export type Item = Omit<Entry, Grouped> & Partial<Pick<Entry, Grouped>>
export interface Wanted {
    kind: string
    actor: string
}

const kSlice = 1000
const kRecentMs = 24 * 3_600_000
const kPrograms = /^(system|rule:|channel:|source:)/

export const byPerson = (item: Item) => !kPrograms.test(item.actor)
const keyOf = (item: Item) => item.first_seq ?? item.seq

export class TimelineList {
    items = $state.raw<Item[]>([])
    problem = $state.raw<Problem | null>(null)
    whole = $state(false)
    private known = new Map<number, Item>()
    private cursor: string | null = null
    private reading = false
    private turn = 0

    constructor(private readonly path: string) {}

    private async read(wanted: Wanted, more: Record<string, string | null>): Promise<Slice<Item>> {
        const { kind, actor } = wanted
        return (await get<Slice<Item>>(at(this.path, { group: true, kind, actor, limit: kSlice, ...more }))).data
    }
    private take(items: Item[]): void {
        for (const item of items) this.known.set(keyOf(item), item)
        this.items = [...this.known.values()].sort((a, b) => keyOf(a) - keyOf(b))
    }

    /** From the beginning, for other filters. */
    async start(wanted: Wanted, now: number): Promise<void> {
        this.turn += 1
        this.known = new Map()
        this.cursor = null
        this.whole = false
        this.reading = false
        await this.readOn(wanted, now)
    }

    async readOn(wanted: Wanted, now: number): Promise<void> {
        if (this.reading) return
        this.reading = true
        const turn = this.turn
        try {
            for (;;) {
                const slice = await this.read(wanted, { cursor: this.cursor })
                if (turn !== this.turn) return
                this.take(slice.items)
                if (!slice.next) break
                if (this.cursor === null) {
                    const since = new Date(now - kRecentMs).toISOString().slice(0, 19) + 'Z'
                    const recent = await this.read(wanted, { since })
                    if (turn !== this.turn) return
                    this.take(recent.items)
                }
                this.cursor = slice.next
            }
            this.whole = true
            this.problem = null
        } catch (thrown) {
            if (turn === this.turn) this.problem = asProblem(thrown)
        } finally {
            if (turn === this.turn) this.reading = false
        }
    }
}
