/// The tables of a store's database.
enum StoreLayout {
  /// `Clyp`, by which a file is recognised as a store (SQLite's `application_id`).
  static let applicationID: Int32 = 0x436c_7970
  /// SQLite's `user_version`.
  static let formatVersion: Int32 = 1
  static let pageByteCount = 8192

  /// Statements that make the database, in order; a store holds nothing else.
  static let statements = [
    "CREATE TABLE manifest (record INTEGER PRIMARY KEY, body TEXT NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE head (id INTEGER PRIMARY KEY, record INTEGER NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE segments (id INTEGER PRIMARY KEY, description TEXT NOT NULL)",
    "CREATE TABLE blobs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    """
    CREATE VIEW sources AS SELECT record, json_extract(body, '$.path') AS path, \
    json_extract(body, '$.sha256') AS sha256, \
    json_extract(body, '$.bytes') AS bytes, json_extract(body, '$.format') AS format, \
    json_extract(body, '$.records') AS records, json_extract(body, '$.malformed') AS malformed, \
    json_extract(body, '$.rows') AS rows FROM manifest WHERE json_extract(body, '$.kind') = 'source'
    """,
    """
    CREATE VIEW catalogue AS SELECT s.id AS segment, json_extract(s.description, '$.table') AS "table", \
    json_extract(s.description, '$.rows') AS rows, json_extract(c.value, '$.name') AS "column", \
    json_extract(c.value, '$.type') AS type, json_extract(c.value, '$.coding') AS coding, \
    json_extract(c.value, '$.bytes') AS bytes, json_extract(c.value, '$.nulls') AS nulls, \
    json_extract(c.value, '$.distinct') AS "distinct", json_extract(c.value, '$.min') AS "min", \
    json_extract(c.value, '$.max') AS "max", json_extract(c.value, '$.sha256') AS sha256, \
    s.id * 65536 + c.key * 2 AS blob \
    FROM segments s, json_each(s.description, '$.columns') c
    """,
    """
    CREATE VIEW history AS SELECT record, json_extract(body, '$.kind') AS kind, lower(hex(digest)) AS digest \
    FROM manifest
    """,
  ]

  /// The number of the blob that holds a column of a segment.
  static func blob(segment: Int, column: Int) -> Int64 { Int64(segment) << 16 | Int64(column) << 1 }

  /// The number of the blob that holds the term index of a column.
  static func indexBlob(segment: Int, column: Int) -> Int64 { blob(segment: segment, column: column) | 1 }
}
