// What the duty screen shows, in two calls: the running incidents, and everything beside them.
import { at, get } from '../../api/client'
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

export async function readNow(): Promise<NowView> {
    const [incidents, beside] = await Promise.all([
        get<Slice<Incident>>(at('/api/v1/incidents', { sort: 'due', limit: kShown })),
        get<Beside>('/api/v1/now'),
    ])
    return { incidents: incidents.data.items.filter((each) => kActive.includes(each.state)), beside: beside.data }
}
