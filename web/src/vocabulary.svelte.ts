// Labels of codes as the daemon has them, so that console, papers and timeline say the same.
import { get } from './api/client'
import { both } from './words/words.svelte'

interface Text {
    vi: string
    en: string
}
export interface Term {
    id: string
    label: Text
    short?: Text // for lists and chips
    article?: Text // the article in words
    citation?: string
    choices?: string[]
    in_notice?: boolean
    required?: boolean
    type?: string
    printed?: { form: string; number: string; label: string }[]
    wanted_by?: { citation: string; label: Text }[]
    reading?: string
    title?: Text
}
type Row = Omit<Term, 'id'> & { id?: string; name?: string }

let groups = $state.raw(new Map<string, Map<string, Term>>())

function take(into: Map<string, Map<string, Term>>, name: string, rows: unknown): void {
    if (Array.isArray(rows)) {
        const terms = (rows as Row[]).map((row): Term => ({ ...row, id: row.id ?? row.name ?? '' }))
        into.set(name, new Map(terms.map((term) => [term.id, term])))
    } else if (rows && typeof rows === 'object') {
        for (const [part, inner] of Object.entries(rows)) take(into, `${name}.${part}`, inner)
    }
}

export async function loadVocabulary(): Promise<void> {
    try {
        const read = new Map<string, Map<string, Term>>()
        for (const [name, rows] of Object.entries((await get<Record<string, unknown>>('/api/v1/vocabulary')).data))
            take(read, name, rows)
        groups = read
    } catch {
        // codes are shown as they are
    }
}

export function term(group: string, id: string): Term | undefined {
    return groups.get(group)?.get(id)
}

export function label(group: string, id: string | null | undefined): string {
    if (!id) return '–'
    const found = term(group, id)
    return (found && both(found.short ?? found.label)) || id
}

export function terms(group: string): Term[] {
    return [...(groups.get(group)?.values() ?? [])]
}
