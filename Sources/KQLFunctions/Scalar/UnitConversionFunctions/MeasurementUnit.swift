/// A unit, by how its values relate to those of the base unit of its quantity.
enum MeasurementUnit: Hashable, Sendable {
  /// base = value × factor
  case multiple(Double)
  /// base = value × factor + offset
  case affine(factor: Double, offset: Double)
  /// The sine of an angle; the base unit is the degree.
  case tilt
}

extension MeasurementUnit: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  init(floatLiteral value: Double) { self = .multiple(value) }
  init(integerLiteral value: Int) { self = .multiple(Double(value)) }
}

extension MeasurementUnit {
  func toBase(_ value: Double) -> Double {
    switch self {
    case .multiple(let factor): value * factor
    case .affine(let factor, let offset): value * factor + offset
    case .tilt: SystemMath.asin(value) * (180 / .pi)
    }
  }

  func fromBase(_ value: Double) -> Double {
    switch self {
    case .multiple(let factor): value / factor
    case .affine(let factor, let offset): (value - offset) / factor
    case .tilt: SystemMath.sin(value * (.pi / 180))
    }
  }
}

// MARK: - Quantities

extension MeasurementUnit {
  private static func times(_ factor: Double) -> MeasurementUnit { .multiple(factor) }

  /// Degrees.
  static let angles: [String: MeasurementUnit] = {
    let radian = 180 / Double.pi
    return [
      "Arcminute": times(1 / 60), "Arcsecond": times(1 / 3600), "Centiradian": times(radian * 1e-2),
      "Deciradian": times(radian * 1e-1), "Degree": 1, "Gradian": 0.9, "Microdegree": 1e-6,
      "Microradian": times(radian * 1e-6), "Millidegree": 1e-3, "Milliradian": times(radian * 1e-3),
      "Nanodegree": 1e-9, "Nanoradian": times(radian * 1e-9), "NatoMil": times(9 / 160), "Radian": times(radian),
      "Revolution": 360, "Tilt": .tilt,
    ]
  }()

  /// Joules.
  static let energies: [String: MeasurementUnit] = {
    let btu = 1055.05585262
    let electronVolt = 1.602176634e-19
    return [
      "BritishThermalUnit": times(btu), "Calorie": 4.184, "DecathermEc": times(btu * 1e6),
      "DecathermImperial": 1.05505585257348e9, "DecathermUs": 1.054804e9, "ElectronVolt": times(electronVolt),
      "Erg": 1e-7, "FootPound": 1.3558179483314004, "GigabritishThermalUnit": times(btu * 1e9),
      "GigaelectronVolt": times(electronVolt * 1e9), "Gigajoule": 1e9, "GigawattDay": 8.64e13, "GigawattHour": 3.6e12,
      "HorsepowerHour": 2.6845195377e6, "Joule": 1, "KilobritishThermalUnit": times(btu * 1e3), "Kilocalorie": 4184,
      "KiloelectronVolt": times(electronVolt * 1e3), "Kilojoule": 1e3, "KilowattDay": 8.64e7, "KilowattHour": 3.6e6,
      "MegabritishThermalUnit": times(btu * 1e6), "Megacalorie": 4.184e6,
      "MegaelectronVolt": times(electronVolt * 1e6), "Megajoule": 1e6, "MegawattDay": 8.64e10, "MegawattHour": 3.6e9,
      "Millijoule": 1e-3, "TeraelectronVolt": times(electronVolt * 1e12), "TerawattDay": 8.64e16,
      "TerawattHour": 3.6e15, "ThermEc": times(btu * 1e5), "ThermImperial": 1.05505585257348e8,
      "ThermUs": 1.054804e8, "WattDay": 86400, "WattHour": 3600,
    ]
  }()

  /// Newtons.
  static let forces: [String: MeasurementUnit] = [
    "Decanewton": 10, "Dyn": 1e-5, "KilogramForce": 9.80665, "Kilonewton": 1e3, "KiloPond": 9.80665,
    "KilopoundForce": 4448.2216152605, "Meganewton": 1e6, "Micronewton": 1e-6, "Millinewton": 1e-3, "Newton": 1,
    "OunceForce": 0.27801385095378125, "Poundal": 0.138254954376, "PoundForce": 4.4482216152605,
    "ShortTonForce": 8896.443230521, "TonneForce": 9806.65,
  ]

  /// Metres.
  static let lengths: [String: MeasurementUnit] = {
    let lightYear = 9.4607304725808e15
    let parsec = 3.0856775814913673e16
    return [
      "Angstrom": 1e-10, "AstronomicalUnit": 1.495978707e11, "Centimeter": 1e-2, "Chain": 20.1168, "DataMile": 1828.8,
      "Decameter": 10, "Decimeter": 0.1, "DtpPica": times(0.0254 / 6), "DtpPoint": times(0.0254 / 72),
      "Fathom": 1.8288, "Foot": 0.3048, "Hand": 0.1016, "Hectometer": 100, "Inch": 0.0254,
      "KilolightYear": times(lightYear * 1e3), "Kilometer": 1e3, "Kiloparsec": times(parsec * 1e3),
      "LightYear": times(lightYear), "MegalightYear": times(lightYear * 1e6), "Megaparsec": times(parsec * 1e6),
      "Meter": 1, "Microinch": 2.54e-8, "Micrometer": 1e-6, "Mil": 2.54e-5, "Mile": 1609.344, "Millimeter": 1e-3,
      "Nanometer": 1e-9, "NauticalMile": 1852, "Parsec": times(parsec), "PrinterPica": times(12 * 0.0254 / 72.27),
      "PrinterPoint": times(0.0254 / 72.27), "Shackle": 27.432, "SolarRadius": 6.9551e8, "Twip": times(0.0254 / 1440),
      "UsSurveyFoot": times(1200 / 3937), "Yard": 0.9144,
    ]
  }()

  /// Kilograms.
  static let masses: [String: MeasurementUnit] = [
    "Centigram": 1e-5, "Decagram": 1e-2, "Decigram": 1e-4, "EarthMass": 5.9722e24, "Grain": 6.479891e-5, "Gram": 1e-3,
    "Hectogram": 0.1, "Kilogram": 1, "Kilopound": 453.59237, "Kilotonne": 1e6, "LongHundredweight": 50.80234544,
    "LongTon": 1016.0469088, "Megapound": 453592.37, "Megatonne": 1e9, "Microgram": 1e-9, "Milligram": 1e-6,
    "Nanogram": 1e-12, "Ounce": 0.028349523125, "Pound": 0.45359237, "ShortHundredweight": 45.359237,
    "ShortTon": 907.18474, "Slug": 14.593902937206364, "SolarMass": 1.98947e30, "Stone": 6.35029318, "Tonne": 1e3,
  ]

  /// Metres a second.
  static let speeds: [String: MeasurementUnit] = {
    let surveyFoot = 1200.0 / 3937
    let (minute, hour) = (60.0, 3600.0)
    return [
      "CentimeterPerHour": times(0.01 / hour), "CentimeterPerMinute": times(0.01 / minute), "CentimeterPerSecond": 0.01,
      "DecimeterPerMinute": times(0.1 / minute), "DecimeterPerSecond": 0.1, "FootPerHour": times(0.3048 / hour),
      "FootPerMinute": times(0.3048 / minute), "FootPerSecond": 0.3048, "InchPerHour": times(0.0254 / hour),
      "InchPerMinute": times(0.0254 / minute), "InchPerSecond": 0.0254, "KilometerPerHour": times(1000 / hour),
      "KilometerPerMinute": times(1000 / minute), "KilometerPerSecond": 1e3, "Knot": times(1852 / hour),
      "MeterPerHour": times(1 / hour), "MeterPerMinute": times(1 / minute), "MeterPerSecond": 1,
      "MicrometerPerMinute": times(1e-6 / minute), "MicrometerPerSecond": 1e-6, "MilePerHour": 0.44704,
      "MillimeterPerHour": times(1e-3 / hour), "MillimeterPerMinute": times(1e-3 / minute),
      "MillimeterPerSecond": 1e-3, "NanometerPerMinute": times(1e-9 / minute), "NanometerPerSecond": 1e-9,
      "UsSurveyFootPerHour": times(surveyFoot / hour), "UsSurveyFootPerMinute": times(surveyFoot / minute),
      "UsSurveyFootPerSecond": times(surveyFoot), "YardPerHour": times(0.9144 / hour),
      "YardPerMinute": times(0.9144 / minute), "YardPerSecond": 0.9144,
    ]
  }()

  /// Kelvins.
  static let temperatures: [String: MeasurementUnit] = [
    "DegreeCelsius": .affine(factor: 1, offset: 273.15),
    "DegreeDelisle": .affine(factor: -2.0 / 3, offset: 373.15),
    "DegreeFahrenheit": .affine(factor: 5.0 / 9, offset: 459.67 * 5 / 9),
    "DegreeNewton": .affine(factor: 100.0 / 33, offset: 273.15),
    "DegreeRankine": times(5 / 9),
    "DegreeReaumur": .affine(factor: 5.0 / 4, offset: 273.15),
    "DegreeRoemer": .affine(factor: 40.0 / 21, offset: 273.15 - 7.5 * 40 / 21),
    "Kelvin": 1,
    "MillidegreeCelsius": .affine(factor: 1e-3, offset: 273.15),
    "SolarTemperature": 5778,
  ]

  /// Cubic metres.
  static let volumes: [String: MeasurementUnit] = {
    let cubicFoot = 0.028316846592
    let usGallon = 0.003785411784
    let imperialGallon = 0.00454609
    return [
      "AcreFoot": times(43560 * cubicFoot), "AuTablespoon": 2e-5, "BoardFoot": times(cubicFoot / 12),
      "Centiliter": 1e-5, "CubicCentimeter": 1e-6, "CubicDecimeter": 1e-3, "CubicFoot": times(cubicFoot),
      "CubicHectometer": 1e6, "CubicInch": 1.6387064e-5, "CubicKilometer": 1e9, "CubicMeter": 1,
      "CubicMicrometer": 1e-18, "CubicMile": 4.168181825440579584e9, "CubicMillimeter": 1e-9,
      "CubicYard": 0.764554857984, "Decaliter": 1e-2, "DecausGallon": times(usGallon * 10), "Deciliter": 1e-4,
      "DeciusGallon": times(usGallon / 10), "HectocubicFoot": times(cubicFoot * 100), "HectocubicMeter": 100,
      "Hectoliter": 0.1, "HectousGallon": times(usGallon * 100), "ImperialBeerBarrel": times(imperialGallon * 36),
      "ImperialGallon": times(imperialGallon), "ImperialOunce": times(imperialGallon / 160),
      "ImperialPint": times(imperialGallon / 8), "KilocubicFoot": times(cubicFoot * 1e3), "KilocubicMeter": 1e3,
      "KiloimperialGallon": times(imperialGallon * 1e3), "Kiloliter": 1, "KilousGallon": times(usGallon * 1e3),
      "Liter": 1e-3, "MegacubicFoot": times(cubicFoot * 1e6), "MegaimperialGallon": times(imperialGallon * 1e6),
      "Megaliter": 1e3, "MegausGallon": times(usGallon * 1e6), "MetricCup": 2.5e-4, "MetricTeaspoon": 5e-6,
      "Microliter": 1e-9, "Milliliter": 1e-6, "OilBarrel": times(usGallon * 42), "UkTablespoon": 1.5e-5,
      "UsBeerBarrel": times(usGallon * 31), "UsCustomaryCup": times(usGallon / 16), "UsGallon": times(usGallon),
      "UsLegalCup": 2.4e-4, "UsOunce": times(usGallon / 128), "UsPint": times(usGallon / 8),
      "UsQuart": times(usGallon / 4), "UsTablespoon": times(usGallon / 256), "UsTeaspoon": times(usGallon / 768),
    ]
  }()
}
