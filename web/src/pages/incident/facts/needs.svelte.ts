// Which facts the law still wants, and for which paper: from the report's completeness and the notice's draft.
import { get } from '../../../api/client'
import type { NoticeDraft } from '../../../api/types'
import { t } from '../../../words/words.svelte'

export interface Field {
    field: string
    label: string
    state: 'known' | 'unknown' | 'not_applicable'
    facts: string[]
}
interface Completeness {
    fields: Field[]
    known: number
    unknown: number
    not_applicable: number
    form: string
    warnings: string[]
}

let wanted = $state.raw(new Map<string, string[]>())
let form = $state.raw<Completeness | null>(null)

export const needs = {
    of(fact: string): string[] {
        return wanted.get(fact) ?? []
    },
    get form(): Completeness | null {
        return form
    },
}

export async function readNeeds(path: string): Promise<void> {
    const found = new Map<string, string[]>()
    const add = (fact: string, where: string) => found.set(fact, [...(found.get(fact) ?? []), where])
    const [report, notice] = await Promise.all([
        get<Completeness>(path + '/report/completeness').catch(() => null),
        get<NoticeDraft>(path + '/notice').catch(() => null),
    ])
    form = report?.data ?? null
    for (const field of form?.fields ?? [])
        if (field.state === 'unknown') for (const fact of field.facts) add(fact, t('facts.form', { n: field.field }))
    for (const item of notice?.data.missing ?? [])
        for (const fact of item.facts) add(fact, t('facts.in_notice', { citation: item.citation }))
    wanted = found
}
