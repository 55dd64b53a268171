// What the duty screen shows, read in as few calls as the daemon allows.
import { at, get } from '../../api/client'
import { asProblem } from '../../api/problem'
import type { Channel, Incident, Slice } from '../../api/types'

export interface OnCall {
    at: string
    gaps: { vi: string; en: string }[]
    rosters: { name: string; on_call: string; until: string; next: string }[]
}
export interface ServerState {
    clock: { in_doubt: boolean; off_by_s: number; synchronised: boolean } | null
    store: { state: string } | null
    proven_at?: string | null
    backup_at?: string | null
}
export interface NowView {
    incidents: Incident[]
    oncall: OnCall | null
    channels: Channel[]
    server: ServerState
}

/** A part that cannot be read leaves the others as they are. */
async function part<T>(path: string): Promise<T | null> {
    try {
        return (await get<T>(path)).data
    } catch (thrown) {
        const problem = asProblem(thrown)
        if (problem.offline || problem.status === 401) throw problem
        return null
    }
}

const kResting = new Set(['closed', 'purged', 'dismissed'])

export async function readNow(): Promise<NowView> {
    const [incidents, oncall, channels, clock, store] = await Promise.all([
        get<Slice<Incident>>(at('/api/v1/incidents', { limit: 200 })),
        part<OnCall>('/api/v1/oncall'),
        part<Slice<Channel>>('/api/v1/channels'),
        part<NonNullable<ServerState['clock']>>('/api/v1/clock'),
        part<{ state: string }>('/api/v1/store'),
    ])
    return {
        incidents: incidents.data.items.filter((each) => !kResting.has(each.state)),
        oncall,
        channels: channels?.items ?? [],
        server: { clock, store },
    }
}
