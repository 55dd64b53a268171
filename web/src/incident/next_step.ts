// What the law wants next of an incident, in the order in which it wants it; every screen shows the same.
import type { Incident, Obligation } from '../api/types'
import { owed } from './deadline'

export type StepName =
    | 'acknowledge'
    | 'second'
    | 'kinds'
    | 'decide'
    | 'people'
    | 'notice'
    | 'paused'
    | 'running'
    | 'public'
    | 'byhand'
    | 'report'
    | 'record'
    | 'duty'
    | 'remedy'
    | 'close'
    | 'done'
    | 'dismissed'

export interface Step {
    name: StepName
    tab: string // of the incident's page
    duty?: Obligation
}

type Seen = Pick<
    Incident,
    | 'state'
    | 'acknowledged_at'
    | 'kinds'
    | 'obligations'
    | 'notice_run'
    | 'public_notice'
    | 'proposals'
    | 'retention'
    | 'dismissal'
>

function telling(incident: Seen, duty: Obligation): Step | null {
    const run = incident.notice_run
    if (!run.subjects) return { name: 'people', tab: 'subjects', duty }
    if (run.state === 'none') return { name: 'notice', tab: 'notice', duty }
    if (run.state === 'paused') return { name: 'paused', tab: 'run', duty }
    const untold = run.unreachable ?? 0
    const published = incident.public_notice.state === 'published'
    if (untold > 0 && !published) return { name: 'public', tab: 'public', duty }
    if (run.state === 'running') return { name: 'running', tab: 'run', duty }
    return untold > 0 ? { name: 'byhand', tab: 'subjects', duty } : null
}

export function nextStep(incident: Seen): Step {
    const { state } = incident
    if (state === 'dismissed') return { name: 'dismissed', tab: 'timeline' }
    if (state === 'closed' || state === 'purged') return { name: 'done', tab: 'evidence' }
    if ((incident.proposals ?? []).length > 0) return { name: 'second', tab: 'overview' }
    if (!incident.acknowledged_at) return { name: 'acknowledge', tab: 'overview' }
    if (incident.kinds.length === 0) return { name: 'kinds', tab: 'facts' }
    if (state === 'open' || state === 'acknowledged') return { name: 'decide', tab: 'overview' }
    const running = incident.obligations.filter(owed)
    const people = running.find((duty) => duty.addressee.includes('subjects'))
    const told = people ? telling(incident, people) : null
    if (told && told.name !== 'byhand' && told.name !== 'running') return told
    const report = running.find((duty) => duty.id === 'authority-report')
    if (report) return { name: 'report', tab: 'report', duty: report }
    const record = running.find((duty) => duty.id === 'confirmation-record')
    if (record) return { name: 'record', tab: 'report', duty: record }
    if (told) return told
    if (state === 'confirmed') return { name: 'remedy', tab: 'overview' }
    const other = running.find((duty) => duty.id !== 'keep-file' && !duty.addressee.includes('subjects'))
    if (other) return { name: 'duty', tab: 'overview', duty: other }
    return { name: 'close', tab: 'overview' }
}
