// A fact saves by itself. What was typed is kept on this machine until the daemon has it: it survives the end of the
// session, a broken line and a closed window. Two people may write at once: another fact's change is no obstacle, the
// same fact's shows both.
import { Problem, asProblem, type FieldConflict } from '../../../api/problem'
import type { Incident } from '../../../api/types'
import { change } from '../../../incident/acts'
import { clock } from '../../../live/clock.svelte'
import { session } from '../../../session.svelte'
import { t } from '../../../words/words.svelte'
import type { OpenIncident } from '../open.svelte'

export type FactName = keyof Incident & string
interface Draft {
    value: unknown
    base: unknown // what stood there when the typing began
}
type Standing = 'rest' | 'typing' | 'saving' | 'saved' | 'kept'

const kPauseMs = 1200
const kAgainMs = 5000 // the line is broken
const kMerges = 5

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const chains = new WeakMap<OpenIncident, Promise<unknown>>() // one call after the other, so that each has a fresh ETag

function inTurn<T>(open: OpenIncident, work: () => Promise<T>): Promise<T> {
    const next = (chains.get(open) ?? Promise.resolve()).catch(() => undefined).then(work)
    chains.set(open, next)
    return next
}

export class FactSaver {
    is = $state<Standing>('rest')
    at = $state<number | null>(null)
    problem = $state.raw<Problem | null>(null)
    conflict = $state.raw<FieldConflict | null>(null)
    private base: unknown
    private timer: ReturnType<typeof setTimeout> | undefined
    private readonly shelf: string

    constructor(
        private readonly open: OpenIncident,
        readonly name: FactName,
    ) {
        this.shelf = `breachd.draft.${session.me?.actor ?? ''}.${open.id}.${name}` // nobody else's is saved as mine
        this.base = open.now[name]
    }

    get stored(): unknown {
        return this.open.now[this.name]
    }
    get busy(): boolean {
        return this.is === 'typing' || this.is === 'saving' || this.is === 'kept' || this.conflict !== null
    }

    /** What was typed before and never reached the daemon. */
    draft(): unknown {
        try {
            const kept = localStorage.getItem(this.shelf)
            if (kept === null) return undefined
            const draft = JSON.parse(kept) as Draft
            this.base = draft.base
            return draft.value
        } catch {
            return undefined
        }
    }
    private keep(value: unknown): void {
        try {
            localStorage.setItem(this.shelf, JSON.stringify({ value: value ?? null, base: this.base ?? null }))
        } catch {
            // a browser that keeps nothing still saves
        }
    }
    private forget(): void {
        try {
            localStorage.removeItem(this.shelf)
        } catch {
            // as above
        }
    }

    begin(): void {
        if (!this.busy && this.draft() === undefined) this.base = this.stored
    }

    typed(value: unknown): void {
        this.begin()
        this.is = 'typing'
        this.keep(value)
        clearTimeout(this.timer)
        this.timer = setTimeout(() => void this.save(value), kPauseMs)
    }

    /** The field was left; who only looked at it saves nothing. True when the text that is stored should be shown. */
    async left(value: unknown): Promise<boolean> {
        if (!this.busy && this.draft() === undefined) return true
        return this.conflict ? false : this.save(value)
    }

    async save(value: unknown, reason?: string): Promise<boolean> {
        clearTimeout(this.timer)
        this.begin()
        if (same(value, this.stored)) {
            this.forget()
            if (this.is !== 'saved') this.is = 'rest'
            return true
        }
        this.keep(value)
        this.is = 'saving'
        try {
            await inTurn(this.open, () => this.send(value, reason, kMerges))
            this.done()
            return true
        } catch (thrown) {
            this.problem = asProblem(thrown)
            this.is = 'kept'
            if (this.problem.offline) this.timer = setTimeout(() => void this.save(value, reason), kAgainMs)
            return false
        }
    }

    /** The journal wants to know why, of a moment that moves or of fewer people than before. */
    get wantsReason(): boolean {
        return this.problem?.errors.some((fault) => fault.pointer === '/reason') ?? false
    }

    private async send(value: unknown, reason: string | undefined, tries: number): Promise<void> {
        if (!same(this.stored, this.base)) throw this.clash(value)
        const facts = reason ? { [this.name]: value, reason } : { [this.name]: value }
        try {
            this.open.take(await change(this.open.id, facts, this.open.file.etag))
        } catch (thrown) {
            const problem = asProblem(thrown)
            if (problem.status !== 412 || tries === 0) throw problem
            const named = problem.conflicts.find((each) => each.pointer === '/' + this.name)
            await this.open.file.load()
            if (!named && same(this.stored, this.base)) return this.send(value, reason, tries - 1)
            this.conflict = named ?? { pointer: '/' + this.name, theirs: this.stored, yours: value }
            throw problem
        }
    }

    /** Somebody else wrote since the typing began: both are shown, nobody is overwritten. */
    private clash(value: unknown): Problem {
        const mark = (this.open.now as { facts_changed?: Record<string, { by: string }> }).facts_changed?.[this.name]
        this.conflict = { pointer: '/' + this.name, theirs: this.stored, yours: value, by: mark?.by }
        return new Problem(412, { detail: t('facts.clash') })
    }

    private done(): void {
        this.forget()
        this.base = this.stored
        this.is = 'saved'
        this.at = clock.now
        this.problem = null
        this.conflict = null
    }

    keepTheirs(): void {
        clearTimeout(this.timer)
        this.done()
        this.is = 'rest'
    }
    async useMine(value: unknown): Promise<void> {
        this.conflict = null
        this.base = this.stored
        await this.save(value)
    }
}
