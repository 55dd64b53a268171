// The journal of one incident, read once and then only what is new.
import { at, get } from '../../../api/client'
import { asProblem, type Problem } from '../../../api/problem'
import type { Entry, Slice } from '../../../api/types'
import { seconds } from '../../../words/format'

export interface Shown extends Entry {
    count: number // entries that this line stands for
    last: string // when the last of them was
    person: boolean // a person did it, not the program
}

const kProgress = new Set(['deliveries_recorded'])
const kPrograms = /^(system|rule:|channel:|daemon)/

export class TimelineList {
    entries = $state.raw<Entry[]>([])
    problem = $state.raw<Problem | null>(null)
    whole = $state(false)
    private cursor: string | null = null
    private reading = false

    constructor(private readonly path: string) {}

    get grouped(): Shown[] {
        const out: Shown[] = []
        for (const entry of this.entries) {
            const last = out[out.length - 1]
            if (last && kProgress.has(entry.kind) && last.kind === entry.kind) {
                const count = last.count + 1
                out[out.length - 1] = { ...entry, seq: last.seq, at: last.at, count, last: entry.at, person: false }
            } else out.push({ ...entry, count: 1, last: entry.at, person: !kPrograms.test(entry.actor) })
        }
        return out
    }

    /** The slice that was the last one may have grown: it is read again. */
    async readOn(): Promise<void> {
        if (this.reading) return
        this.reading = true
        try {
            for (;;) {
                const { data } = await get<Slice<Entry>>(at(this.path, { cursor: this.cursor, limit: 1000 }))
                const known = new Set(this.entries.map((each) => each.seq))
                this.entries = [...this.entries, ...data.items.filter((each) => !known.has(each.seq))]
                if (!data.next) break
                this.cursor = data.next
            }
            this.whole = true
            this.problem = null
        } catch (thrown) {
            this.problem = asProblem(thrown)
        } finally {
            this.reading = false
        }
    }
}

function cell(value: string | number): string {
    let text = String(value)
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text
    return '"' + text.replaceAll('"', '""') + '"'
}

export function timelineCsv(entries: Entry[]): string {
    const lines = entries.map((each) =>
        [each.seq, each.at, seconds(each.at), each.actor, each.kind, each.summary, each.summary_en, each.hash])
    const head = ['seq', 'at', 'local', 'actor', 'kind', 'summary', 'summary_en', 'hash']
    return '\ufeff' + [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}
