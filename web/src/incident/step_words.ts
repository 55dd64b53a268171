// The sentence of a next step and the word on its button.
import type { Incident } from '../api/types'
import { label } from '../vocabulary.svelte'
import { date, number } from '../words/format'
import { who } from '../words/who'
import { t, word, type Word } from '../words/words.svelte'
import { nextStep, type Step } from './next_step'

type Seen = Parameters<typeof nextStep>[0]

export function stepText(incident: Seen, step: Step): string {
    const run = incident.notice_run
    const proposal = (incident.proposals as Incident['proposals'])?.[0]
    return t(`step.${step.name}` as Word, {
        told: number((run.told ?? 0) + (run.by_hand ?? 0)),
        all: number(run.subjects ?? 0),
        n: number(run.unreachable ?? 0),
        duty: step.duty ? label('duties', step.duty.id) : '',
        who: proposal?.by ? who(proposal.by) : 'breachd',
        what: proposal ? word('what', proposal.what) : '',
        time: date(incident.retention.keep_until),
    })
}

const kDone: Partial<Record<Step['name'], string>> = { decide: 'confirm', remedy: 'remedy', close: 'close' }

/** Where the step is done: the tab, with the question open where the step is one. */
export function stepAddress(id: string, step: Step): string {
    const ask = kDone[step.name]
    return `/incidents/${id}/${step.tab}${ask ? '?do=' + ask : ''}`
}

export function stepButton(step: Step): string | null {
    return step.name === 'dismissed' ? null : t(`step.${step.name}.do` as Word)
}
