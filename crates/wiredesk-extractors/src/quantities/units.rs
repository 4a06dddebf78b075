//! Units of measure with the words and symbols that stand for them. Data of `super::measure`;
//! names are English singulars. General knowledge (SI brochure, US customary units); no outside
//! data.

use wiredesk_core::annotation::QuantityKind::{
    self, Area, Duration, Energy, Information, Length, Mass, Power, Speed, Volume,
};

/// A unit of measure.
pub(super) struct Unit {
    /// English singular name.
    pub(super) name: &'static str,
    /// What it measures.
    pub(super) kind: QuantityKind,
    /// Words for it besides its name, in lower case.
    pub(super) words: &'static [&'static str],
    /// Symbols, which follow figures only and whose case counts.
    pub(super) symbols: &'static [&'static str],
    /// Names of its square and cube and of its speed, for lengths.
    pub(super) square: &'static str,
    /// See `square`.
    pub(super) cubic: &'static str,
    /// See `square`.
    pub(super) per_hour: &'static str,
    /// See `square`.
    pub(super) per_second: &'static str,
}

const fn unit(
    kind: QuantityKind,
    name: &'static str,
    words: &'static [&'static str],
    symbols: &'static [&'static str],
) -> Unit {
    Unit { name, kind, words, symbols, square: "", cubic: "", per_hour: "", per_second: "" }
}

macro_rules! length {
    ($name:literal, $words:expr, $symbols:expr) => {
        Unit {
            square: concat!("square ", $name),
            cubic: concat!("cubic ", $name),
            per_hour: concat!($name, " per hour"),
            per_second: concat!($name, " per second"),
            ..unit(Length, $name, $words, $symbols)
        }
    };
}

/// All units of one word.
pub(super) const UNITS: &[Unit] = &[
    length!("meter", &["meters", "metre", "metres"], &["m"]),
    length!("kilometer", &["kilometers", "kilometre", "kilometres", "kms"], &["km", "Km", "KM"]),
    length!("centimeter", &["centimeters", "centimetre", "centimetres"], &["cm"]),
    length!("decimeter", &["decimeters", "decimetre", "decimetres"], &["dm"]),
    length!("millimeter", &["millimeters", "millimetre", "millimetres"], &["mm"]),
    length!("mile", &["miles"], &["mi"]),
    length!("foot", &["feet"], &["ft"]),
    length!("inch", &["inches"], &[]),
    length!("yard", &["yards"], &["yd", "yds"]),
    unit(Length, "nanometer", &["nanometers", "nanometre", "nanometres"], &["nm"]),
    unit(Length, "light year", &[], &[]),
    unit(Mass, "kilogram", &["kilograms", "kilogramme", "kilogrammes", "kilo", "kilos"], &["kg", "Kg", "KG", "kgs"]),
    unit(Mass, "gram", &["grams", "gramme", "grammes"], &["g", "gm"]),
    unit(Mass, "milligram", &["milligrams", "milligramme", "milligrammes"], &["mg"]),
    unit(Mass, "microgram", &["micrograms", "microgramme", "microgrammes"], &["μg", "µg", "mcg", "ug"]),
    unit(Mass, "ton", &["tons"], &[]),
    unit(Mass, "metric ton", &["tonne", "tonnes"], &["t"]),
    unit(Mass, "kiloton", &["kilotons", "kilotonne", "kilotonnes"], &["kt"]),
    unit(Mass, "pound", &["pounds"], &["lb", "lbs", "Lbs"]),
    unit(Mass, "ounce", &["ounces"], &["oz"]),
    unit(Mass, "carat", &["carats"], &[]),
    unit(Area, "acre", &["acres"], &[]),
    unit(Area, "hectare", &["hectares"], &["ha"]),
    unit(Volume, "liter", &["liters", "litre", "litres"], &["l", "L"]),
    unit(Volume, "milliliter", &["milliliters", "millilitre", "millilitres"], &["ml", "mL"]),
    unit(Volume, "gallon", &["gallons"], &["gal"]),
    unit(Volume, "barrel", &["barrels"], &["bbl"]),
    unit(Volume, "pint", &["pints"], &[]),
    unit(Volume, "quart", &["quarts"], &[]),
    unit(Volume, "bushel", &["bushels"], &[]),
    unit(Speed, "mile per hour", &[], &["mph"]),
    unit(Speed, "kilometer per hour", &[], &["kph", "kmph", "kmh"]),
    unit(Speed, "knot", &["knots"], &["kt"]),
    unit(Information, "bit", &["bits"], &[]),
    unit(Information, "byte", &["bytes"], &[]),
    unit(Information, "kilobyte", &["kilobytes"], &["KB", "kB"]),
    unit(Information, "megabyte", &["megabytes"], &["MB"]),
    unit(Information, "gigabyte", &["gigabytes"], &["GB"]),
    unit(Information, "terabyte", &["terabytes"], &["TB"]),
    unit(Information, "petabyte", &["petabytes"], &["PB"]),
    unit(Information, "megabit", &["megabits"], &["Mb"]),
    unit(Information, "gigabit", &["gigabits"], &["Gb"]),
    unit(Energy, "joule", &["joules"], &[]),
    unit(Energy, "kilojoule", &["kilojoules"], &["kJ"]),
    unit(Energy, "calorie", &["calories"], &["kcal"]),
    unit(Energy, "kilowatt hour", &["kilowatthour", "kilowatthours"], &["kWh"]),
    unit(Energy, "megawatt hour", &[], &["MWh"]),
    unit(Energy, "gigawatt hour", &[], &["GWh"]),
    unit(Energy, "terawatt hour", &[], &["TWh"]),
    unit(Power, "watt", &["watts"], &["W"]),
    unit(Power, "kilowatt", &["kilowatts"], &["kW", "KW"]),
    unit(Power, "megawatt", &["megawatts"], &["MW"]),
    unit(Power, "gigawatt", &["gigawatts"], &["GW"]),
    unit(Power, "terawatt", &["terawatts"], &["TW"]),
    unit(Power, "horsepower", &[], &["hp"]),
    unit(Duration, "second", &["seconds"], &["sec", "secs"]),
    unit(Duration, "minute", &["minutes"], &["min", "mins"]),
    unit(Duration, "hour", &["hours"], &["hr", "hrs"]),
    unit(Duration, "day", &["days"], &[]),
    unit(Duration, "week", &["weeks"], &[]),
    unit(Duration, "month", &["months"], &[]),
    unit(Duration, "year", &["years"], &["yr", "yrs"]),
    unit(Duration, "decade", &["decades"], &[]),
    unit(Duration, "century", &["centuries"], &[]),
];
