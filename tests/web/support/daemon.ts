// A real daemon on a directory of its own, in drill time that runs as fast as ours, with what an operator would have
// made by hand. Every letter becomes a file.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../../..')
const programs = process.env.BREACHD_PROGRAMS ?? join(root, 'build/whole')

export type Name = 'an' | 'binh' | 'dpo' | 'auditor' | 'admin' | 'viewer' | 'wazuh'
const roles: Record<Exclude<Name, 'wazuh'>, string> = {
    an: 'responder',
    binh: 'responder',
    dpo: 'dpo',
    auditor: 'auditor',
    admin: 'admin',
    viewer: 'viewer',
}

/** A port that is free now, below those that the kernel gives to whoever connects: it is still free when it is used. */
async function freePort(): Promise<number> {
    for (;;) {
        const port = randomInt(10_000, 32_000)
        const isFree = await new Promise<boolean>((done) => {
            const server = createServer().once('error', () => done(false))
            server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
        })
        if (isFree) return port
    }
}

function configuration(port: number): string {
    const demo = readFileSync(join(root, 'config/demo.yaml'), 'utf8')
    const tokens = Object.entries(roles).map(
        ([name, role]) => `    - {name: ${name}, role: ${role}, token_file: tokens/${name}.token}`,
    )
    return demo
        .replace(/^time_scale:.*$/m, 'time_scale: 1')
        .replaceAll('127.0.0.1:8472', `127.0.0.1:${port}`)
        .replace(`http://127.0.0.1:${port}", serve_notices`, `http://localhost:${port}", serve_notices`)
        .replace(/^ {2}tokens:\n(?: {4}- .*\n)+/m, '  tokens:\n' + tokens.join('\n') + '\n')
        .replace(
            /^people:\n(?: {2}- .*\n)+/m,
            `people:
  - {id: an, name: Nguyễn An, email: an@vidu.test}
  - {id: binh, name: Trần Bình, email: binh@vidu.test}
  - {id: dpo, name: Nguyễn Văn Ví Dụ, email: dpo@vidu.test}
`,
        )
}

export class Daemon {
    private constructor(
        readonly directory: string,
        readonly port: number,
        private readonly process: ChildProcess,
    ) {}

    get url(): string {
        return `http://localhost:${this.port}`
    }
    token(name: Name): string {
        return readFileSync(join(this.directory, `tokens/${name}.token`), 'utf8').trim()
    }

    static async start(): Promise<Daemon> {
        const directory = mkdtempSync(join(tmpdir(), 'breachd-web-'))
        mkdirSync(join(directory, 'tokens'))
        const port = await freePort()
        writeFileSync(join(directory, 'breachd.yaml'), configuration(port))
        for (const name of [...Object.keys(roles), 'wazuh'])
            writeFileSync(join(directory, `tokens/${name}.token`), randomBytes(24).toString('base64url') + '\n', {
                mode: 0o600,
            })
        writeFileSync(join(directory, 'hook.secret'), `whsec_${randomBytes(24).toString('base64')}\n`, { mode: 0o600 })
        execFileSync(join(programs, 'breachctl'), ['keys', 'init', 'master.key'], {
            cwd: directory,
        })
        const process = spawn(join(programs, 'breachd'), ['--config', 'breachd.yaml'], {
            cwd: directory,
            stdio: ['ignore', 'pipe', 'pipe'],
        })
        let log = ''
        for (const stream of [process.stdout, process.stderr])
            stream.on('data', (text: Buffer) => (log += text.toString()))
        const daemon = new Daemon(directory, port, process)
        for (const end = Date.now() + 60_000; Date.now() < end; ) {
            if (process.exitCode !== null) throw new Error('breachd stopped:\n' + log)
            const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null)
            if (ready?.ok) return daemon
            await new Promise((done) => setTimeout(done, 100))
        }
        throw new Error('breachd was not ready:\n' + log)
    }

    async stop(): Promise<void> {
        if (this.process.exitCode !== null) throw new Error(`breachd died with ${this.process.exitCode}`)
        const gone = new Promise((done) => this.process.once('exit', done))
        this.process.kill('SIGTERM')
        await gone
        rmSync(this.directory, { recursive: true, force: true })
    }

    ctl(name: Name, ...words: string[]): string {
        const token = join(this.directory, `tokens/${name}.token`)
        return execFileSync(
            join(programs, 'breachctl'),
            ['--server', `http://127.0.0.1:${this.port}`, '--token-file', token, ...words],
            { cwd: this.directory, encoding: 'utf8' },
        )
    }

    async call<T = Record<string, unknown>>(
        name: Name,
        method: string,
        path: string,
        body?: unknown,
        type = 'application/json',
    ): Promise<T> {
        const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
            method,
            headers: {
                authorization: `Bearer ${this.token(name)}`,
                'content-type': type,
            },
            body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
        })
        const text = await response.text()
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
        return (text ? JSON.parse(text) : {}) as T
    }

    /** An alert of the SIEM; answers with the incident that it opened or joined. */
    async alert(title = 'Data exfiltration: database dump copied to an outside address'): Promise<string> {
        const seconds = Math.floor(Date.now() / 1000) - 60
        const alert = {
            timestamp: new Date(seconds * 1000).toISOString().replace('Z', '+0000'),
            rule: {
                level: 14,
                description: title,
                id: '100214',
                groups: ['database', 'exfiltration'],
            },
            agent: { id: '007', name: 'gps-db-1', ip: '192.0.2.7' },
            manager: { name: 'siem-1' },
            id: `${seconds}.${randomBytes(3).readUIntBE(0, 3)}`,
            full_log: 'pg_dump tracking',
            data: { srcuser: 'svc_report', table: 'tracking.positions' },
            location: '/var/log/postgresql/audit.log',
        }
        const answer = await this.call<{ accepted: { incident_id: string }[] }>(
            'wazuh',
            'POST',
            '/api/v1/alerts/wazuh',
            alert,
        )
        return answer.accepted[0]!.incident_id
    }

    /** An incident of its own, as word by telephone opens one; alerts about one asset join one incident. */
    async open(title: string, kind: string | null = 'location'): Promise<string> {
        const detected_at = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19) + 'Z'
        const kinds = kind ? [{ kind, records: 40, subjects: 8 }] : []
        return (await this.call<{ id: string }>('an', 'POST', '/api/v1/incidents', { title, detected_at, kinds })).id
    }

    /** The facts of a location breach, all that form and notice want. */
    async facts(id: string): Promise<void> {
        await this.call(
            'an',
            'PATCH',
            `/api/v1/incidents/${id}`,
            {
                place: 'Trung tâm dữ liệu Ví Dụ, Hà Nội',
                description: 'Tài khoản dịch vụ bị chiếm dụng để sao chép bảng vị trí.',
                parties: [{ name: 'Công ty Cổ phần Ví Dụ', role: 'bên kiểm soát dữ liệu' }],
                consequences: 'Người ngoài có thể biết nơi ở và thói quen đi lại.',
                severity_and_risks: 'Mức độ cao: có thể bị theo dõi, quấy rối hoặc lừa đảo.',
                measures: 'Đã khóa tài khoản, chặn địa chỉ đích; đang rà soát nhật ký; sẽ siết quyền đọc.',
                guidance: 'Cảnh giác với cuộc gọi lạ; đổi mật khẩu; báo cho chúng tôi khi có dấu hiệu bất thường.',
                detected_how: 'Cảnh báo của hệ thống giám sát an ninh.',
                kinds: [{ kind: 'location', records: 40, subjects: 8 }],
                place_en: 'Data centre, Hà Nội',
                description_en: 'A service account was misused.',
                detected_how_en: 'An alert.',
                consequences_en: 'Where people live may be known.',
                severity_and_risks_en: 'High.',
                measures_en: 'The account is locked.',
                guidance_en: 'Beware of unexpected calls.',
            },
            'application/merge-patch+json',
        )
    }

    people(count = 8): string {
        const rows = Array.from({ length: count }, (_, i) => {
            const reach = i % 4 === 3 ? ',' : `khach${i}@hopthu.test,09000001${String(i).padStart(2, '0')}`
            return `KH-${String(i + 1).padStart(4, '0')},Khách Thử ${i + 1},${reach},,,vi,`
        })
        return ['subject_ref,name,email,phone,zalo_id,push_token,language,kinds', ...rows].join('\n') + '\n'
    }
}
