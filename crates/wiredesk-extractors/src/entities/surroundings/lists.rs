//! The words by which [`super`] knows what a name is. Written from general knowledge of English.

/// The last words of firms' names.
pub(super) const LEGAL: [&str; 22] = [
    "Inc",
    "Inc.",
    "Ltd",
    "Ltd.",
    "LLC",
    "L.L.C.",
    "LLP",
    "Corp",
    "Corp.",
    "Corporation",
    "plc",
    "PLC",
    "GmbH",
    "Limited",
    "Incorporated",
    "S.A.",
    "S.p.A.",
    "Pty",
    "N.V.",
    "B.V.",
    "Bhd",
    "Holdings",
];

/// The last words of other names of bodies, which are sometimes taken for a person's or a place's.
pub(super) const HEADS: [&str; 51] = [
    "Group",
    "Bank",
    "Association",
    "Associates",
    "Society",
    "University",
    "Institute",
    "Systems",
    "Technologies",
    "Industries",
    "Entertainment",
    "Records",
    "Studios",
    "Pictures",
    "Insurance",
    "Foundation",
    "Partners",
    "Motors",
    "Pharmaceuticals",
    "Software",
    "Communications",
    "Federation",
    "Company",
    "Companies",
    "Airlines",
    "Financial",
    "Investments",
    "Laboratories",
    "Labs",
    "Productions",
    "Securities",
    "Telecom",
    "Ventures",
    "Enterprises",
    "Electronics",
    "Networks",
    "Railway",
    "Railways",
    "Fraternity",
    "Foods",
    "Resorts",
    "Solutions",
    "Consulting",
    "Logistics",
    "Mortgage",
    "Optical",
    "Brewing",
    "Properties",
    "Advisory",
    "Committee",
    "Council",
];

/// What is named right behind these is a body.
pub(super) const BEFORE: [&str; 20] = [
    "company",
    "firm",
    "airline",
    "retailer",
    "broadcaster",
    "newspaper",
    "magazine",
    "publisher",
    "supplier",
    "manufacturer",
    "startup",
    "start-up",
    "nonprofit",
    "charity",
    "label",
    "band",
    "subsidiary",
    "brand",
    "agency",
    "foundation",
];

/// Further nouns for bodies, by which a name is described like by those.
pub(super) const BODIES: [&str; 16] = [
    "corporation",
    "organization",
    "organisation",
    "association",
    "university",
    "college",
    "bank",
    "brewery",
    "chain",
    "consultancy",
    "studio",
    "developer",
    "conglomerate",
    "insurer",
    "lender",
    "distributor",
];

/// Those that persons are called as well.
pub(super) const PERSONAL: [&str; 8] =
    ["publisher", "developer", "distributor", "manufacturer", "supplier", "broadcaster", "retailer", "insurer"];

/// Parts of the world that bodies have heads for: "CEO of North America".
pub(super) const REGIONS: [&str; 10] =
    ["North", "South", "East", "West", "Europe", "Asia", "Africa", "Middle", "Left", "Right"];

/// What they are the head or a part of is a body.
pub(super) const POSTS: [&str; 8] =
    ["CEO", "co-founder", "cofounder", "subsidiary", "division", "employees", "shareholders", "headquarters"];

/// Who and what only countries have, several of them.
pub(super) const RULERS: [&str; 8] =
    ["presidents", "premiers", "governments", "parliaments", "capitals", "armies", "kings", "citizens"];
