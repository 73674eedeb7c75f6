"""Renders results as one HTML page with plots in SVG."""
import html

COLORS = {'calypso': '#c2410c', 'duckdb-cli': '#a16207', 'duckdb': '#ca8a04', 'chdb': '#0369a1', 'polars': '#4338ca',
          'datafusion': '#7e22ce', 'duckdb-kql': '#57534e', 'sqlite3': '#166534', 'jq': '#6b7280'}
STYLE = '''body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #e7e5e4}
td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}h2{margin-top:2.5rem;font-size:1.1rem}
.note{color:#57534e}'''


def escape(text):
    return html.escape(str(text))


def amount(key, value):
    if key == 'peak':
        return '%.0f MiB' % value
    if key == 'megabytes':
        return '%.1f MB' % value
    if key == 'gain':
        return '%.2f x' % value
    return '%.3f s' % value if value >= 0.1 else '%.1f ms' % (value * 1000)


def bars(report, key):
    """Horizontal bars, shortest first, with the spread of the rounds as a line."""
    items = sorted((columns[key]['median'], name, columns[key]) for name, columns in report['contenders'].items() if key in columns)
    if not items:
        return ''
    longest = max(item[2]['most'] for item in items) or 1
    height = 26 * len(items) + 4
    parts = ['<svg viewBox="0 0 760 %d" width="760" role="img" aria-label="%s">' % (height, escape(key))]
    for row, (median, name, spread) in enumerate(items):
        y, width = 26 * row + 4, 460 * median / longest
        parts.append('<text x="96" y="%d" text-anchor="end" font-size="13">%s</text>' % (y + 14, escape(name)))
        parts.append('<rect x="104" y="%d" width="%.1f" height="18" fill="%s"/>' % (y, max(width, 1), COLORS.get(name, '#78716c')))
        left, right = 104 + 460 * spread['least'] / longest, 104 + 460 * spread['most'] / longest
        parts.append('<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#1c1917"/>' % (left, right, y + 9, y + 9))
        parts.append('<text x="%.1f" y="%d" font-size="12">%s</text>' % (
            104 + 460 * spread['most'] / longest + 6, y + 14, escape(amount(key, median))))
    return ''.join(parts) + '</svg>'


def lines(series, title, unit):
    """Curves over logarithmic axes: {name: [(x, y)]}."""
    import math
    points = [point for curve in series.values() for point in curve if point[1] > 0]
    if len(points) < 2:
        return ''
    low_x, high_x = (f(math.log10(x) for x, _ in points) for f in (min, max))
    low_y, high_y = math.floor(min(math.log10(y) for _, y in points)), math.ceil(max(math.log10(y) for _, y in points))
    high_y = max(high_y, low_y + 1)

    def place(x, y):
        return (70 + 600 * (math.log10(x) - low_x) / ((high_x - low_x) or 1),
                260 - 230 * (math.log10(y) - low_y) / (high_y - low_y))

    parts = ['<svg viewBox="0 0 760 300" width="760" role="img" aria-label="%s">' % escape(title)]
    for exponent in range(low_y, high_y + 1):
        y = place(10 ** low_x, 10.0 ** exponent)[1]
        parts.append('<line x1="70" x2="670" y1="%.1f" y2="%.1f" stroke="#e7e5e4"/><text x="64" y="%.1f" text-anchor="end" '
                     'font-size="11">%g %s</text>' % (y, y, y + 4, 10.0 ** exponent, escape(unit)))
    for x in sorted({x for x, _ in points}):
        parts.append('<text x="%.1f" y="280" text-anchor="middle" font-size="11">%s</text>' % (place(x, 10.0 ** low_y)[0], f'{x:,}'))
    for name, curve in series.items():
        drawn = ' '.join('%.1f,%.1f' % place(x, y) for x, y in sorted(curve) if y > 0)
        color = COLORS.get(name, '#78716c')
        parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>' % (drawn, color))
        x, y = place(*max(curve))
        parts.append('<text x="%.1f" y="%.1f" font-size="12" fill="%s">%s</text>' % (x + 6, y + 4, color, escape(name)))
    return ''.join(parts) + '</svg>'


def growth(reports, prefix):
    """Sections that show how time and memory grow with what stands behind a prefix in the names."""
    parts = []
    for key, unit, title in (('cpu', 's', 'CPU time'), ('peak', 'MiB', 'Peak memory')):
        series = {}
        for report in reports:
            if report['workload'].startswith(prefix):
                size = int(report['workload'][len(prefix):])
                for name, columns in report['contenders'].items():
                    if key in columns:
                        series.setdefault(name, []).append((size, columns[key]['median']))
        if series:
            what = prefix.split('-')[1]
            what = {'compressed': 'rows of compressed files', 'keys': 'distinct keys'}.get(what, what)
            parts.append('<h2>%s against %s</h2>%s' % (title, what, lines(series, title, unit)))
    return ''.join(parts)


def page(results):
    parts = ['<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
             '<title>Calypso: measurements</title><style>%s</style><h1>Measurements</h1>' % STYLE]
    machine = results['machine']
    parts.append('<p class="note">%s, %d processors, %s threads, %s rows, %s rounds, %s. Bars are medians, lines the spread of '
                 'the rounds.</p>' % tuple(escape(part) if not isinstance(part, int) else part for part in (
                     machine['processor'], machine['count'], results['threads'], f"{results['rows']:,}", results['rounds'],
                     results['date'])))
    rows = []
    for report in results['workloads']:
        for key, value in report.get('ratios', {}).items():
            rows.append('<tr><td>%s</td><td>%s</td><td>%.2f</td><td>%s</td></tr>' % (
                escape(report['workload']), escape(key), value['ratio'], escape(value['to'])))
    if rows:
        parts.append('<h2>Calypso against the best other one</h2><table><tr><th>workload</th><th>figure</th><th>ratio</th>'
                     '<th>best other</th></tr>%s</table>' % ''.join(rows))
    for report in results['workloads']:
        if report['workload'].startswith('growth-'):
            continue
        parts.append('<h2>%s</h2>' % escape(report['workload']))
        for key in ('cpu', 'wall', 'peak', 'megabytes', 'gain'):
            drawn = bars(report, key)
            if drawn:
                parts.append('<p class="note">%s</p>%s' % (key, drawn))
        for name, reason in report['failures'].items():
            parts.append('<p class="note">%s: %s</p>' % (escape(name), escape(reason)))
    parts.append(''.join(growth(results['workloads'], 'growth-%s-' % what) for what in ('rows', 'compressed', 'keys')))
    if results.get('kernels'):
        cells = ''.join('<tr><td>%s</td><td>%.2f</td></tr>' % (escape(name), value) for name, value in results['kernels'].items())
        parts.append('<h2>Kernels</h2><table><tr><th>kernel</th><th>ns a row</th></tr>%s</table>' % cells)
    return ''.join(parts) + '</html>\n'
