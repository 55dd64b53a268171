// Just enough of CSV to name a file's columns before it is sent: quotes, doubled quotes, line ends of every kind.
export const kColumns = [
    'subject_ref',
    'name',
    'guardian_of',
    'email',
    'phone',
    'zalo_id',
    'push_token',
    'postal_address',
    'language',
    'kinds',
] as const

export function parseCsv(text: string): string[][] {
    const rows: string[][] = []
    const delimiter = delimiterOf(text)
    let row: string[] = []
    let cell = ''
    let quoted = false
    for (let i = 0; i < text.length; i++) {
        const c = text[i]!
        if (quoted) {
            if (c === '"' && text[i + 1] === '"') {
                cell += '"'
                i++
            } else if (c === '"') quoted = false
            else cell += c
        } else if (c === '"' && cell === '') quoted = true
        else if (c === delimiter) {
            row.push(cell)
            cell = ''
        } else if (c === '\n' || c === '\r') {
            if (c === '\r' && text[i + 1] === '\n') i++
            row.push(cell)
            rows.push(row)
            row = []
            cell = ''
        } else cell += c
    }
    if (cell !== '' || row.length > 0) rows.push([...row, cell])
    return rows.filter((each) => each.length > 1 || each[0] !== '')
}

// Spreadsheets set to Vietnamese write semicolons.
function delimiterOf(text: string): string {
    const head = text.slice(0, Math.max(0, text.search(/[\r\n]/)) || 2000)
    const count = (mark: string) => head.split(mark).length
    return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0]!
}

const kOthersSay: Record<string, (typeof kColumns)[number]> = {
    id: 'subject_ref',
    ma: 'subject_ref',
    mã: 'subject_ref',
    'mã khách hàng': 'subject_ref',
    customer_id: 'subject_ref',
    'họ tên': 'name',
    'họ và tên': 'name',
    ten: 'name',
    tên: 'name',
    full_name: 'name',
    fullname: 'name',
    mail: 'email',
    'e-mail': 'email',
    'thư điện tử': 'email',
    tel: 'phone',
    mobile: 'phone',
    sdt: 'phone',
    sđt: 'phone',
    'điện thoại': 'phone',
    'số điện thoại': 'phone',
    zalo: 'zalo_id',
    'địa chỉ': 'postal_address',
    'địa chỉ bưu điện': 'postal_address',
    address: 'postal_address',
    'tên con': 'guardian_of',
    'họ tên trẻ': 'guardian_of',
    'ngôn ngữ': 'language',
    lang: 'language',
    'loại dữ liệu': 'kinds',
}

export function guess(title: string): string {
    const name = title.trim().toLowerCase().normalize('NFC')
    if ((kColumns as readonly string[]).includes(name)) return name
    return kOthersSay[name] ?? ''
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell)

/** The file with only the columns that were named, under the names that the daemon knows. */
export function renamed(rows: string[][], names: string[]): Blob {
    const kept = names.map((name, at) => ({ name, at })).filter((each) => each.name !== '')
    const head = kept.map((each) => each.name).join(',')
    const lines = rows.slice(1).map((row) => kept.map((each) => quoted(row[each.at] ?? '')).join(','))
    return new Blob([[head, ...lines].join('\n') + '\n'], { type: 'text/csv' })
}
