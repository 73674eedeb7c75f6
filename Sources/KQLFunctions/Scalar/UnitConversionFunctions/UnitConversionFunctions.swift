import KQLColumnar
import KQLTypes

/// Functions that convert a measurement from one unit to another. A unit that is not known gives null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/convert-angle-function>
enum UnitConversionFunctions {
  static let functions: [ScalarFunction] = [
    convert("convert_angle", MeasurementUnit.angles),
    convert("convert_energy", MeasurementUnit.energies),
    convert("convert_force", MeasurementUnit.forces),
    convert("convert_length", MeasurementUnit.lengths),
    convert("convert_mass", MeasurementUnit.masses),
    convert("convert_speed", MeasurementUnit.speeds),
    convert("convert_temperature", MeasurementUnit.temperatures),
    convert("convert_volume", MeasurementUnit.volumes),
  ]

  private static func convert(_ name: String, _ units: [String: MeasurementUnit]) -> ScalarFunction {
    ScalarFunction.rowwise(name) { (values, _) throws(ExecutionError) in
      guard let value = values[0].number, let from = units[values[1].text], let to = units[values[2].text] else {
        return .null(.real)
      }
      return .real(from == to ? value : to.fromBase(from.toBase(value)))
    }
  }
}
