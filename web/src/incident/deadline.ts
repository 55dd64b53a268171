// What of an incident runs against time, and how near it is.
import type { Incident, Obligation } from '../api/types'

export type Band = 'calm' | 'near' | 'soon' | 'late' | 'still'
const kHour = 3_600_000

/** Over 24 hours calm, 24 to 8 near, under 8 soon, after zero late; a duty that does not run stands still. */
export function band(duty: Pick<Obligation, 'state' | 'due_at'> | null | undefined, now: number): Band {
    if (!duty?.due_at || (duty.state !== 'running' && duty.state !== 'overdue')) return 'still'
    const left = Date.parse(duty.due_at) - now
    if (left < 0 || duty.state === 'overdue') return 'late'
    if (left < 8 * kHour) return 'soon'
    return left < 24 * kHour ? 'near' : 'calm'
}

/** How much of a duty's time is used, 0 to 100. */
export function used(duty: Pick<Obligation, 'starts_at' | 'due_at'>, now: number): number {
    if (!duty.due_at) return 0
    const start = Date.parse(duty.starts_at)
    const end = Date.parse(duty.due_at)
    return Math.min(100, Math.max(0, ((now - start) / Math.max(1, end - start)) * 100))
}

export function owed(duty: Obligation): boolean {
    return duty.state === 'running' || duty.state === 'overdue'
}

function byDue(a: Obligation, b: Obligation): number {
    return (a.due_at ?? '9').localeCompare(b.due_at ?? '9')
}

export function nearest(incident: Pick<Incident, 'obligations'>): Obligation | null {
    return incident.obligations.filter((duty) => owed(duty) && duty.due_at).sort(byDue)[0] ?? null
}

/** The two clocks of the head: the report to the authority, and the people; then whatever else runs. */
export function headClocks(incident: Pick<Incident, 'obligations'>): Obligation[] {
    const timed = incident.obligations.filter((duty) => duty.due_at)
    const authority = timed.find((duty) => duty.addressee.startsWith('authority'))
    const people = timed.filter((duty) => duty.addressee === 'subjects').sort(byDue)[0]
    const others = timed.filter((duty) => duty !== authority && duty !== people && owed(duty)).sort(byDue)
    return [authority, people, ...others].filter((duty): duty is Obligation => !!duty).slice(0, 3)
}
