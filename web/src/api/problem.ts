// What went wrong, as words that a person can act on.
export interface Fault {
    pointer: string
    detail: string
    label?: string
}

export interface FieldConflict {
    pointer: string
    theirs: unknown
    yours: unknown
    by?: string
    at?: string
}

export interface ProblemBody {
    type?: string
    title?: string
    status?: number
    detail?: string
    errors?: Fault[]
    conflicts?: FieldConflict[]
}

export class Problem extends Error {
    readonly status: number
    readonly type: string
    readonly errors: Fault[]
    readonly conflicts: FieldConflict[]

    constructor(status: number, body: ProblemBody) {
        super(body.detail || body.title || `HTTP ${status}`)
        this.status = status
        this.type = body.type ?? ''
        this.errors = body.errors ?? []
        this.conflicts = body.conflicts ?? []
    }

    /** No answer came: the line is broken or the daemon is down. */
    get offline(): boolean {
        return this.status === 0
    }
    /** This daemon has no such call. */
    get absent(): boolean {
        return this.status === 404 || this.status === 405 || this.status === 501
    }
}

export function asProblem(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown
    return new Problem(0, { detail: thrown instanceof Error ? thrown.message : String(thrown) })
}
