// The names of those who are on the rosters, for whatever names a person by an id.
import { get } from './api/client'
import { learnName } from './words/who'

interface Turn {
    on_call: string | null
    on_call_name: string | null
    next: string | null
    next_name: string | null
}

export async function learnRosters(): Promise<void> {
    const answer = await get<{ rosters: Turn[] }>('/api/v1/oncall').catch(() => null)
    for (const turn of answer?.data.rosters ?? []) {
        learnName(turn.on_call, turn.on_call_name)
        learnName(turn.next, turn.next_name)
    }
}
