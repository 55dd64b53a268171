// What can be done with a file, as questions; and why the rest cannot be done now.
import type { Incident } from '../../../api/types'
import type { AskField } from '../../../ui/Ask.svelte'
import { dateTime } from '../../../words/format'
import { t, word, type Word } from '../../../words/words.svelte'

export interface Act {
    name: string // of the call
    word: Word
    text?: Word
    fields: AskField[]
    risky?: boolean
    body?: Record<string, unknown>
}
export interface NotNow {
    word: Word
    why: string
}

const reason = (): AskField => ({ name: 'reason', label: t('reason'), kind: 'long', needed: true })
const note = (): AskField => ({ name: 'note', label: t('note'), kind: 'long' })

function decisions(file: Incident): Act[] {
    const acts: Act[] = []
    const early = file.state === 'open' || file.state === 'acknowledged'
    if (!file.acknowledged_at && early) acts.push({ name: 'acknowledge', word: 'life.acknowledge', fields: [] })
    if (early) acts.push({ name: 'confirm', word: 'life.confirm', text: 'ask.confirm', fields: [note()] })
    if (file.state !== 'closed')
        acts.push({
            name: 'assign',
            word: 'life.assign',
            fields: [{ name: 'owner', label: t('ask.assign.to'), needed: true }],
        })
    return acts
}

function endings(file: Incident): Act[] {
    const acts: Act[] = []
    const { state } = file
    if (state === 'confirmed' || state === 'remedied')
        acts.push({
            name: 'remedy',
            word: state === 'confirmed' ? 'life.remedy' : 'life.remedy.correct',
            text: 'ask.remedy',
            fields: [
                { name: 'what', label: t('ask.remedy.what'), kind: 'long', needed: true, value: file.remedy ?? '' },
                { name: 'remedied_at', label: t('ask.remedy.at'), kind: 'time', value: file.remedied_at ?? '' },
                ...(state === 'remedied' ? [reason()] : []),
            ],
        })
    if (state === 'remedied') acts.push({ name: 'close', word: 'life.close', text: 'ask.close', fields: [note()] })
    if (['open', 'acknowledged', 'confirmed'].includes(state)) {
        acts.push({ name: 'dismiss', word: 'life.dismiss', text: 'ask.dismiss', fields: [reason()], risky: true })
        acts.push({
            name: 'merge',
            word: 'life.merge',
            text: 'ask.merge',
            risky: true,
            fields: [
                { name: 'duplicate_of', label: t('ask.merge.into'), needed: true, hint: 'INC-2026-0002' },
                reason(),
            ],
        })
    }
    if (['remedied', 'closed', 'dismissed'].includes(state))
        acts.push({ name: 'reopen', word: 'life.reopen', text: 'ask.reopen', fields: [reason()] })
    return acts
}

function keeping(file: Incident): Act[] {
    const holds = file.retention.holds ?? []
    const acts: Act[] = [
        { name: 'hold', word: 'life.hold', text: 'ask.hold', fields: [reason()], body: { on: true } },
        {
            name: 'inspections',
            word: 'life.inspection',
            text: 'ask.inspection',
            fields: [
                { name: 'decision_number', label: t('ask.inspection.number'), needed: true },
                { name: 'scope', label: t('ask.inspection.scope'), kind: 'long' },
                { name: 'received_at', label: t('ask.inspection.at'), kind: 'time' },
            ],
        },
    ]
    for (const hold of holds)
        acts.push({
            name: 'hold',
            word: 'life.release',
            fields: [reason()],
            risky: true,
            body: { on: false, hold_id: hold.hold_id },
        })
    return acts
}

export function possible(file: Incident, dpo: boolean): Act[] {
    return [...decisions(file), ...endings(file), ...(dpo ? keeping(file) : [])]
}

export function notNow(file: Incident, dpo: boolean): NotNow[] {
    const state = word('state', file.state)
    const early = ['open', 'acknowledged']
    const out: NotNow[] = []
    const unless = (allowed: string[], word: Word, why: Word) => {
        if (!allowed.includes(file.state)) out.push({ word, why: t(why, { state }) })
    }
    if (file.acknowledged_at)
        out.push({ word: 'life.acknowledge', why: t('life.not.acknowledge', { time: dateTime(file.acknowledged_at) }) })
    unless(early, 'life.confirm', 'life.not.confirm')
    unless(['confirmed', 'remedied'], 'life.remedy', 'life.not.remedy')
    unless(['remedied'], 'life.close', 'life.not.close')
    unless([...early, 'confirmed'], 'life.dismiss', 'life.not.dismiss')
    if (!dpo) out.push({ word: 'life.hold', why: t('life.not.dpo') })
    return out
}
