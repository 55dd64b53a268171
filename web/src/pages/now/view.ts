// What the duty screen shows, in two calls: the running incidents, and everything beside them.
import { at, get } from '../../api/client'
import { asProblem } from '../../api/problem'
import type { Health, Incident, Slice, Waiting } from '../../api/types'
import type { OnCallAt } from '../oncall/turns'

export interface Run {
    incident: string
    state: 'running' | 'paused'
    people: { told: number; of: number }
    forecast_end: string | null
    due_at: string | null
}
export interface ChannelSeen {
    name: string
    state: 'up' | 'down' | 'unknown'
    last_sent_at: string | null
    used_for_pages: boolean
    used_for_notices: boolean
}
interface Beside {
    unanswered: (Waiting & { pages: number; people: string[]; last_page_at: string | null })[]
    on_call: OnCallAt
    runs: Run[]
    reports: Waiting[]
    tasks: Waiting[]
    channels: ChannelSeen[]
    counts: Record<string, number>
    health: Health
}
export interface NowView {
    incidents: Incident[]
    beside: Beside
}

const kActive = ['open', 'acknowledged', 'confirmed', 'remedied']
const kShown = 100

/** An administrator may see the daemon and no files. */
async function readIncidents(): Promise<Incident[]> {
    try {
        return (await get<Slice<Incident>>(at('/api/v1/incidents', { sort: 'due', limit: kShown }))).data.items
    } catch (thrown) {
        if (asProblem(thrown).status === 403) return []
        throw thrown
    }
}

export async function readNow(): Promise<NowView> {
    const [incidents, beside] = await Promise.all([readIncidents(), get<Beside>('/api/v1/now')])
    return { incidents: incidents.filter((each) => kActive.includes(each.state)), beside: beside.data }
}
