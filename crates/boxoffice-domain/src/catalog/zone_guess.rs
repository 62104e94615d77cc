//! Guesses the time zone of a place from how people write it, for imports that do not say.
//! Only where the guess is safe: countries with one zone, and the states and cities of the large ones.

use crate::text::normalise;

/// The zone of a place, when city and country leave no doubt worth having.
pub fn zone_guess(city: &str, country: &str) -> Option<&'static str> {
    let region = city.rsplit_once(',').map_or("", |(_, region)| region.trim());
    let (city, country) = (normalise(city.split(',').next().unwrap_or_default()), normalise(country));
    let find = |list: &[(&[&str], &'static str)], key: &str| {
        list.iter().find(|(names, _)| names.contains(&key)).map(|(_, zone)| *zone)
    };
    match country.as_str() {
        "usa" | "us" | "united states" => find(US_STATES, region),
        _ => find(CITIES, &city).or_else(|| find(COUNTRIES, &country)),
    }
}

const US_STATES: &[(&[&str], &str)] = &[
    (&["CA", "NV", "OR", "WA"], "America/Los_Angeles"),
    (&["CO", "ID", "MT", "NM", "UT", "WY"], "America/Denver"),
    (&["AZ"], "America/Phoenix"),
    (
        &["AL", "AR", "IA", "IL", "KS", "LA", "MN", "MO", "MS", "ND", "NE", "OK", "SD", "TN", "TX", "WI"],
        "America/Chicago",
    ),
    (
        &[
            "CT", "DC", "DE", "FL", "GA", "MA", "MD", "ME", "NC", "NH", "NJ", "NY", "OH", "PA", "RI", "SC",
            "VA", "VT", "WV",
        ],
        "America/New_York",
    ),
    (&["MI"], "America/Detroit"),
    (&["IN"], "America/Indiana/Indianapolis"),
    (&["KY"], "America/Kentucky/Louisville"),
    (&["AK"], "America/Anchorage"),
    (&["HI"], "Pacific/Honolulu"),
];

const CITIES: &[(&[&str], &str)] = &[
    (
        &["toronto", "montreal", "ottawa", "quebec", "waterloo", "hamilton", "gatineau", "mississauga"],
        "America/Toronto",
    ),
    (&["vancouver", "victoria", "whistler"], "America/Vancouver"),
    (&["calgary", "edmonton", "banff"], "America/Edmonton"),
    (&["winnipeg"], "America/Winnipeg"),
    (&["halifax"], "America/Halifax"),
    (&["st johns"], "America/St_Johns"),
    (&["sydney", "newcastle"], "Australia/Sydney"),
    (&["melbourne"], "Australia/Melbourne"),
    (&["brisbane", "gold coast"], "Australia/Brisbane"),
    (&["perth"], "Australia/Perth"),
    (&["adelaide"], "Australia/Adelaide"),
    (&["moscow", "saint petersburg"], "Europe/Moscow"),
    (&["novosibirsk"], "Asia/Novosibirsk"),
    (&["yekaterinburg"], "Asia/Yekaterinburg"),
    (&["recife", "porto de galinhas"], "America/Recife"),
    (&["fortaleza"], "America/Fortaleza"),
    (&["salvador"], "America/Bahia"),
    (&["mexico city", "guadalajara", "monterrey"], "America/Mexico_City"),
    (&["bali", "denpasar"], "Asia/Makassar"),
    (&["jakarta", "bandung"], "Asia/Jakarta"),
];

const COUNTRIES: &[(&[&str], &str)] = &[
    (&["germany", "deutschland"], "Europe/Berlin"),
    (&["uk", "united kingdom", "england", "scotland", "wales", "northern ireland"], "Europe/London"),
    (&["ireland"], "Europe/Dublin"),
    (&["netherlands"], "Europe/Amsterdam"),
    (&["belgium"], "Europe/Brussels"),
    (&["luxembourg"], "Europe/Luxembourg"),
    (&["france"], "Europe/Paris"),
    (&["spain"], "Europe/Madrid"),
    (&["portugal"], "Europe/Lisbon"),
    (&["italy"], "Europe/Rome"),
    (&["switzerland"], "Europe/Zurich"),
    (&["austria"], "Europe/Vienna"),
    (&["poland"], "Europe/Warsaw"),
    (&["czech republic", "czechia"], "Europe/Prague"),
    (&["slovakia"], "Europe/Bratislava"),
    (&["hungary"], "Europe/Budapest"),
    (&["romania"], "Europe/Bucharest"),
    (&["bulgaria"], "Europe/Sofia"),
    (&["greece"], "Europe/Athens"),
    (&["croatia"], "Europe/Zagreb"),
    (&["slovenia"], "Europe/Ljubljana"),
    (&["serbia"], "Europe/Belgrade"),
    (&["bosnia and herzegovina"], "Europe/Sarajevo"),
    (&["north macedonia"], "Europe/Skopje"),
    (&["kosovo"], "Europe/Belgrade"),
    (&["denmark"], "Europe/Copenhagen"),
    (&["sweden"], "Europe/Stockholm"),
    (&["norway"], "Europe/Oslo"),
    (&["finland"], "Europe/Helsinki"),
    (&["iceland"], "Atlantic/Reykjavik"),
    (&["estonia"], "Europe/Tallinn"),
    (&["latvia"], "Europe/Riga"),
    (&["lithuania"], "Europe/Vilnius"),
    (&["ukraine"], "Europe/Kyiv"),
    (&["belarus"], "Europe/Minsk"),
    (&["moldova"], "Europe/Chisinau"),
    (&["turkey", "turkiye"], "Europe/Istanbul"),
    (&["cyprus"], "Asia/Nicosia"),
    (&["malta"], "Europe/Malta"),
    (&["israel"], "Asia/Jerusalem"),
    (&["jordan"], "Asia/Amman"),
    (&["united arab emirates"], "Asia/Dubai"),
    (&["qatar"], "Asia/Qatar"),
    (&["saudi arabia"], "Asia/Riyadh"),
    (&["iran"], "Asia/Tehran"),
    (&["armenia"], "Asia/Yerevan"),
    (&["georgia"], "Asia/Tbilisi"),
    (&["india"], "Asia/Kolkata"),
    (&["nepal"], "Asia/Kathmandu"),
    (&["bangladesh"], "Asia/Dhaka"),
    (&["thailand"], "Asia/Bangkok"),
    (&["vietnam"], "Asia/Ho_Chi_Minh"),
    (&["singapore"], "Asia/Singapore"),
    (&["malaysia"], "Asia/Kuala_Lumpur"),
    (&["philippines"], "Asia/Manila"),
    (&["indonesia"], "Asia/Jakarta"),
    (&["china"], "Asia/Shanghai"),
    (&["hong kong"], "Asia/Hong_Kong"),
    (&["taiwan"], "Asia/Taipei"),
    (&["japan"], "Asia/Tokyo"),
    (&["south korea", "korea"], "Asia/Seoul"),
    (&["new zealand"], "Pacific/Auckland"),
    (&["south africa"], "Africa/Johannesburg"),
    (&["namibia"], "Africa/Windhoek"),
    (&["nigeria"], "Africa/Lagos"),
    (&["ghana"], "Africa/Accra"),
    (&["kenya"], "Africa/Nairobi"),
    (&["ethiopia"], "Africa/Addis_Ababa"),
    (&["tanzania"], "Africa/Dar_es_Salaam"),
    (&["egypt"], "Africa/Cairo"),
    (&["morocco"], "Africa/Casablanca"),
    (&["tunisia"], "Africa/Tunis"),
    (&["mauritius"], "Indian/Mauritius"),
    (&["argentina"], "America/Argentina/Buenos_Aires"),
    (&["chile"], "America/Santiago"),
    (&["brazil", "brasil"], "America/Sao_Paulo"),
    (&["uruguay"], "America/Montevideo"),
    (&["bolivia"], "America/La_Paz"),
    (&["peru"], "America/Lima"),
    (&["colombia"], "America/Bogota"),
    (&["panama"], "America/Panama"),
    (&["guatemala"], "America/Guatemala"),
    (&["mexico"], "America/Mexico_City"),
    (&["dominican republic"], "America/Santo_Domingo"),
    (&["jamaica"], "America/Jamaica"),
    (&["cuba"], "America/Havana"),
    (&["puerto rico"], "America/Puerto_Rico"),
    (&["cayman islands"], "America/Cayman"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    #[test]
    fn places_are_known_as_people_write_them() {
        assert_eq!(zone_guess("Dallas, TX", "U.S.A."), Some("America/Chicago"));
        assert_eq!(zone_guess("Wrocław", "Poland"), Some("Europe/Warsaw"));
        assert_eq!(zone_guess("St. John’s", "Canada"), Some("America/St_Johns"));
        assert_eq!(zone_guess("Springfield", "U.S.A."), None);
        assert_eq!(zone_guess("", ""), None);
    }

    #[test]
    fn every_guess_is_a_real_zone() {
        for (_, zone) in US_STATES.iter().chain(CITIES).chain(COUNTRIES) {
            assert!(Zone::named(zone).is_ok(), "{zone}");
        }
    }
}
