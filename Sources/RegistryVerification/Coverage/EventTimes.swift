import Calypso

/// When a table has records of a registry, by bin.
struct EventTimes {
  struct Key: Hashable {
    var table: RegistryEvents
    /// Login server or resource, as the log has it.
    var registry: String
  }

  struct Bin {
    var start: Timestamp
    var count: Int
    var firstSeen: Timestamp
    var lastSeen: Timestamp
  }

  /// Ascending by their start.
  private(set) var bins: [Key: [Bin]] = [:]
  /// Records without a time, by table.
  private(set) var timelessCounts: [RegistryEvents: Int] = [:]

  /// Of the rows of an answer to ``EventQueries/times(in:binLength:)``.
  init(_ answer: QueryAnswer) {
    for row in answer.rows {
      guard row.count == 6, let table = RegistryEvents(rawValue: "\(row[0])"), case .long(let count) = row[3] else {
        continue
      }
      guard case .datetime(let start) = row[2], case .datetime(let first) = row[4], case .datetime(let last) = row[5]
      else {
        timelessCounts[table, default: 0] += Int(count)
        continue
      }
      let bin = Bin(start: start, count: Int(count), firstSeen: first, lastSeen: last)
      bins[Key(table: table, registry: "\(row[1])"), default: []].append(bin)
    }
    for key in bins.keys { bins[key]?.sort { $0.start < $1.start } }
  }

  init() {}
}

extension EventTimes {
  /// The newest time of all.
  var latest: Timestamp? { bins.values.compactMap { $0.last?.lastSeen }.max() }

  /// The bins of a table and of all names that a registry goes by, merged.
  func bins(of table: RegistryEvents, where isIncluded: (String) -> Bool) -> [Bin] {
    var merged: [Timestamp: Bin] = [:]
    for (key, bins) in bins where key.table == table && isIncluded(key.registry) {
      for bin in bins {
        guard var known = merged[bin.start] else {
          merged[bin.start] = bin
          continue
        }
        known.count += bin.count
        known.firstSeen = min(known.firstSeen, bin.firstSeen)
        known.lastSeen = max(known.lastSeen, bin.lastSeen)
        merged[bin.start] = known
      }
    }
    return merged.values.sorted { $0.start < $1.start }
  }
}
