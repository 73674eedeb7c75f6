extension FunctionSurface {
  /// Functions of graphs, networks, units, the cluster, and rows in order.
  static let environmentText = """
    all
      2 2 bool | pattern_element:Scalar expression:bool@Expression_Parameter0_Element
    any
      2 2 bool | pattern_element:Scalar expression:bool@Expression_Parameter0_Element
    map
      2 2 Custom | pattern_element:Scalar expression:Scalar@Expression_Parameter0_Element
    inner_nodes
      1 1 Custom | edge:Scalar
    node_id
      0 1 string | node:Scalar{0,1}
    node_degree_in
      0 1 long | node:Scalar{0,1}
    node_degree_out
      0 1 long | node:Scalar{0,1}
    labels
      0 1 dynamic | pattern_element:Scalar{0,1}
    ipv4_compare
      2 3 long | ip1:string ip2:string prefix:long{0,1}
    ipv4_is_match
      2 3 bool | ip1:string ip2:string prefix:long{0,1}
    ipv6_compare
      2 3 long | ip1:string ip2:string prefix:long{0,1}
    ipv4_is_private
      1 1 bool | ip:string
    ipv6_is_match
      2 3 bool | ip1:string ip2:string prefix:long{0,1}
    ipv6_is_in_range
      2 2 bool | ip:string ip_range:string
    ipv6_is_in_any_range
      2 32768 bool | ip:StringOrDynamic ranges:string{1,32767}
      2 2 bool | ip:StringOrDynamic ranges:DynamicArray
    ipv4_is_in_range
      2 2 bool | ip:string ip_range:string
    ipv4_is_in_any_range
      2 32768 bool | ip:StringOrDynamic ranges:string{1,32767}
      2 2 bool | ip:StringOrDynamic ranges:DynamicArray
    ipv4_netmask_suffix
      1 1 long | ip:string
    __ipv6_lookup_ranges hidden
      2 2 dynamic | ip:StringOrDynamic ranges:DynamicArray
    format_ipv4
      1 2 string | ip:Scalar prefix:long{0,1}
    format_ipv4_mask
      1 2 string | ip:Scalar prefix:long{0,1}
    format_bytes
      1 3 string | size:Number precision:Number{0,1}@Constant format:string{0,1}@Constant
    convert_angle
      3 3 real | value:real from:string=Arcminute/Arcsecond/Centiradian/Deciradian/Degree/Gradian/Microdegree/Microradian/Millidegree/Milliradian/Nanodegree/Nanoradian/NatoMil/Radian/Revolution/Tilt to:string=Arcminute/Arcsecond/Centiradian/Deciradian/Degree/Gradian/Microdegree/Microradian/Millidegree/Milliradian/Nanodegree/Nanoradian/NatoMil/Radian/Revolution/Tilt
    convert_energy
      3 3 real | value:real from:string=BritishThermalUnit/Calorie/DecathermEc/DecathermImperial/DecathermUs/ElectronVolt/Erg/FootPound/GigabritishThermalUnit/GigaelectronVolt/Gigajoule/GigawattDay/GigawattHour/HorsepowerHour/Joule/KilobritishThermalUnit/Kilocalorie/KiloelectronVolt/Kilojoule/KilowattDay/KilowattHour/MegabritishThermalUnit/Megacalorie/MegaelectronVolt/Megajoule/MegawattDay/MegawattHour/Millijoule/TeraelectronVolt/TerawattDay/TerawattHour/ThermEc/ThermImperial/ThermUs/WattDay/WattHour to:string=BritishThermalUnit/Calorie/DecathermEc/DecathermImperial/DecathermUs/ElectronVolt/Erg/FootPound/GigabritishThermalUnit/GigaelectronVolt/Gigajoule/GigawattDay/GigawattHour/HorsepowerHour/Joule/KilobritishThermalUnit/Kilocalorie/KiloelectronVolt/Kilojoule/KilowattDay/KilowattHour/MegabritishThermalUnit/Megacalorie/MegaelectronVolt/Megajoule/MegawattDay/MegawattHour/Millijoule/TeraelectronVolt/TerawattDay/TerawattHour/ThermEc/ThermImperial/ThermUs/WattDay/WattHour
    convert_force
      3 3 real | value:real from:string=Decanewton/Dyn/KilogramForce/Kilonewton/KiloPond/KilopoundForce/Meganewton/Micronewton/Millinewton/Newton/OunceForce/Poundal/PoundForce/ShortTonForce/TonneForce to:string=Decanewton/Dyn/KilogramForce/Kilonewton/KiloPond/KilopoundForce/Meganewton/Micronewton/Millinewton/Newton/OunceForce/Poundal/PoundForce/ShortTonForce/TonneForce
    convert_length
      3 3 real | value:real from:string=Angstrom/AstronomicalUnit/Centimeter/Chain/DataMile/Decameter/Decimeter/DtpPica/DtpPoint/Fathom/Foot/Hand/Hectometer/Inch/KilolightYear/Kilometer/Kiloparsec/LightYear/MegalightYear/Megaparsec/Meter/Microinch/Micrometer/Mil/Mile/Millimeter/Nanometer/NauticalMile/Parsec/PrinterPica/PrinterPoint/Shackle/SolarRadius/Twip/UsSurveyFoot/Yard to:string=Angstrom/AstronomicalUnit/Centimeter/Chain/DataMile/Decameter/Decimeter/DtpPica/DtpPoint/Fathom/Foot/Hand/Hectometer/Inch/KilolightYear/Kilometer/Kiloparsec/LightYear/MegalightYear/Megaparsec/Meter/Microinch/Micrometer/Mil/Mile/Millimeter/Nanometer/NauticalMile/Parsec/PrinterPica/PrinterPoint/Shackle/SolarRadius/Twip/UsSurveyFoot/Yard
    convert_mass
      3 3 real | value:real from:string=Centigram/Decagram/Decigram/EarthMass/Grain/Gram/Hectogram/Kilogram/Kilopound/Kilotonne/LongHundredweight/LongTon/Megapound/Megatonne/Microgram/Milligram/Nanogram/Ounce/Pound/ShortHundredweight/ShortTon/Slug/SolarMass/Stone/Tonne to:string=Centigram/Decagram/Decigram/EarthMass/Grain/Gram/Hectogram/Kilogram/Kilopound/Kilotonne/LongHundredweight/LongTon/Megapound/Megatonne/Microgram/Milligram/Nanogram/Ounce/Pound/ShortHundredweight/ShortTon/Slug/SolarMass/Stone/Tonne
    convert_speed
      3 3 real | value:real from:string=CentimeterPerHour/CentimeterPerMinute/CentimeterPerSecond/DecimeterPerMinute/DecimeterPerSecond/FootPerHour/FootPerMinute/FootPerSecond/InchPerHour/InchPerMinute/InchPerSecond/KilometerPerHour/KilometerPerMinute/KilometerPerSecond/Knot/MeterPerHour/MeterPerMinute/MeterPerSecond/MicrometerPerMinute/MicrometerPerSecond/MilePerHour/MillimeterPerHour/MillimeterPerMinute/MillimeterPerSecond/NanometerPerMinute/NanometerPerSecond/UsSurveyFootPerHour/UsSurveyFootPerMinute/UsSurveyFootPerSecond/YardPerHour/YardPerMinute/YardPerSecond to:string=CentimeterPerHour/CentimeterPerMinute/CentimeterPerSecond/DecimeterPerMinute/DecimeterPerSecond/FootPerHour/FootPerMinute/FootPerSecond/InchPerHour/InchPerMinute/InchPerSecond/KilometerPerHour/KilometerPerMinute/KilometerPerSecond/Knot/MeterPerHour/MeterPerMinute/MeterPerSecond/MicrometerPerMinute/MicrometerPerSecond/MilePerHour/MillimeterPerHour/MillimeterPerMinute/MillimeterPerSecond/NanometerPerMinute/NanometerPerSecond/UsSurveyFootPerHour/UsSurveyFootPerMinute/UsSurveyFootPerSecond/YardPerHour/YardPerMinute/YardPerSecond
    convert_temperature
      3 3 real | value:real from:string=DegreeCelsius/DegreeDelisle/DegreeFahrenheit/DegreeNewton/DegreeRankine/DegreeReaumur/DegreeRoemer/Kelvin/MillidegreeCelsius/SolarTemperature to:string=DegreeCelsius/DegreeDelisle/DegreeFahrenheit/DegreeNewton/DegreeRankine/DegreeReaumur/DegreeRoemer/Kelvin/MillidegreeCelsius/SolarTemperature
    convert_volume
      3 3 real | value:real from:string=AcreFoot/AuTablespoon/BoardFoot/Centiliter/CubicCentimeter/CubicDecimeter/CubicFoot/CubicHectometer/CubicInch/CubicKilometer/CubicMeter/CubicMicrometer/CubicMile/CubicMillimeter/CubicYard/Decaliter/DecausGallon/Deciliter/DeciusGallon/HectocubicFoot/HectocubicMeter/Hectoliter/HectousGallon/ImperialBeerBarrel/ImperialGallon/ImperialOunce/ImperialPint/KilocubicFoot/KilocubicMeter/KiloimperialGallon/Kiloliter/KilousGallon/Liter/MegacubicFoot/MegaimperialGallon/Megaliter/MegausGallon/MetricCup/MetricTeaspoon/Microliter/Milliliter/OilBarrel/UkTablespoon/UsBeerBarrel/UsCustomaryCup/UsGallon/UsLegalCup/UsOunce/UsPint/UsQuart/UsTablespoon/UsTeaspoon to:string=AcreFoot/AuTablespoon/BoardFoot/Centiliter/CubicCentimeter/CubicDecimeter/CubicFoot/CubicHectometer/CubicInch/CubicKilometer/CubicMeter/CubicMicrometer/CubicMile/CubicMillimeter/CubicYard/Decaliter/DecausGallon/Deciliter/DeciusGallon/HectocubicFoot/HectocubicMeter/Hectoliter/HectousGallon/ImperialBeerBarrel/ImperialGallon/ImperialOunce/ImperialPint/KilocubicFoot/KilocubicMeter/KiloimperialGallon/Kiloliter/KilousGallon/Liter/MegacubicFoot/MegaimperialGallon/Megaliter/MegausGallon/MetricCup/MetricTeaspoon/Microliter/Milliliter/OilBarrel/UkTablespoon/UsBeerBarrel/UsCustomaryCup/UsGallon/UsLegalCup/UsOunce/UsPint/UsQuart/UsTablespoon/UsTeaspoon
    current_cluster_endpoint
      0 0 string | 
    current_database
      0 0 string | 
    current_principal
      0 0 string | 
    current_principal_details
      0 0 dynamic | 
    current_principal_is_member_of
      1 64 bool | group:StringOrArray{1,64}
    extent_id
      0 0 guid | 
    extentid hidden obsolete use=extent_id
      0 0 guid | 
    extent_tags
      0 0 dynamic | 
    current_node_id hidden
      0 0 string | 
    ingestion_time
      0 0 datetime | 
    row_id
      0 0 string | 
    cursor_after
      1 1 bool | cursor:string
    cursor_before_or_at
      1 1 bool | cursor:string
    cursor_current
      0 0 string | 
    current_cursor hidden obsolete use=cursor_current
      0 0 string | 
    has_ipv4
      2 2 bool | source:StringOrDynamic ip:string
    has_ipv4_prefix
      2 2 bool | source:StringOrDynamic ip_prefix:string
    has_any_ipv4
      2 32768 bool | source:StringOrDynamic ips:string{1,32767}
      2 2 bool | source:StringOrDynamic ips:DynamicArray
    has_any_ipv4_prefix
      2 32768 bool | source:StringOrDynamic ip_prefixes:string{1,32767}
      2 2 bool | source:StringOrDynamic ip_prefixes:DynamicArray
    ipv4_range_to_cidr_list
      2 2 dynamic | start_ip:string end_ip:string
    row_number
      0 2 long | startingIndex:long{0,1} restart:bool{0,1}
    row_cumsum
      1 2 Parameter0 | term:Number restart:bool{0,1}
    row_rank hidden obsolete use=row_rank_dense
      1 2 long | column:NotDynamic dense:bool{0,1}@Constant
    row_rank_dense
      1 2 long | term:NotDynamic restart:bool{0,1}
    row_rank_min
      1 2 long | term:NotDynamic restart:bool{0,1}
    row_window_session
      3 4 Parameter0 | expr:datetime maxDistanceFromFirst:timespan maxDistanceBetweenNeighbors:timespan restart:bool{0,1}
    prev
      1 3 Parameter0 | column:Scalar@Column offset:long{0,1} default_value:Scalar{0,1}@Constant
    next
      1 3 Parameter0 | column:Scalar@Column offset:long{0,1} default_value:Scalar{0,1}@Constant
    rowstore_ordinal_range hidden
      0 0 dynamic | 
    estimate_data_size
      1 32767 long | column:Scalar{1,32767}@Column
      1 1 long | column:Scalar@StarOnly
    new_guid
      0 0 guid | 
    __invoke hidden
      2 32769 Parameter1Literal | name:string@Literal type:type@Literal arg:Any{0,32767}
    __cast hidden
      2 2 Parameter0Literal | type:type@Literal value:Scalar
    geo_info_from_ip_address
      1 1 dynamic | ip:string
    column_names_of
      1 1 dynamic | table:Tabular
    """
}
