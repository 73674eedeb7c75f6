"""Compares results with those of an earlier run."""


def compared(now, before):
    """Lines that say what changed by more than the spread of both runs."""
    earlier = {report['workload']: report for report in before['workloads']}
    lines = []
    for report in now['workloads']:
        old = earlier.get(report['workload'])
        if not old:
            continue
        for name, columns in report['contenders'].items():
            for key, value in columns.items():
                past = old['contenders'].get(name, {}).get(key)
                if not past or not past['median']:
                    continue
                change = value['median'] / past['median'] - 1
                apart = value['least'] > past['most'] or value['most'] < past['least']
                lines.append('%-20s %-11s %-9s %+6.1f %%%s' % (
                    report['workload'], name, key, 100 * change, '' if apart else '  (within the spread)'))
    return lines
