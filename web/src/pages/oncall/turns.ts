// Who is on duty over a stretch of time, asked of the daemon from one handover to the next.
import { at, get } from '../../api/client'

export interface Roster {
    name: string
    on_call: string | null
    on_call_name?: string | null
    until: string | null
    next: string | null
    next_name?: string | null
}
export interface OnCallAt {
    at: string
    gaps: { vi: string; en: string }[]
    rosters: Roster[]
    escalation: { after: string; page: string[]; people_now: string[] }[]
    repeat: string
    channels: string[]
}
export interface Turn {
    roster: string
    person: string | null
    name: string
    from: number
    until: number
}

const kCallsMax = 80

export async function turnsOf(from: number, until: number): Promise<Turn[]> {
    const turns: Turn[] = []
    let moment = from
    for (let calls = 0; moment < until && calls < kCallsMax; calls++) {
        const { data } = await get<OnCallAt>(
            at('/api/v1/oncall', { at: new Date(moment).toISOString().slice(0, 19) + 'Z' }),
        )
        const ends = data.rosters.map((roster) => (roster.until ? Date.parse(roster.until) : until))
        const end = Math.min(until, ...ends.filter((each) => each > moment), until)
        for (const roster of data.rosters) {
            const last = turns.findLast((turn) => turn.roster === roster.name)
            const name = roster.on_call_name ?? roster.on_call ?? ''
            if (last && last.person === roster.on_call) last.until = end
            else turns.push({ roster: roster.name, person: roster.on_call, name, from: moment, until: end })
        }
        moment = end
    }
    return turns
}
