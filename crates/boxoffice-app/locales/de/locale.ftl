## Wie diese Sprache Zahlen, Geld und Zeiten schreibt. `\u00A0` hält Betrag und Zeichen in einer Zeile.

locale-name = Deutsch
locale-direction = ltr
locale-decimal-mark = ,
locale-group-mark = .
locale-money-symbol = { $amount }{ "\u00A0" }{ $symbol }
locale-money-code = { $amount }{ "\u00A0" }{ $symbol }
locale-percent = { $number }{ "\u00A0" }%
locale-date = { $weekday }, { $day }. { $month } { $year }
locale-date-short = { $weekdayShort }, { $day }. { $monthShort } { $year }
locale-month-year = { $month } { $year }
locale-time = { $hour }:{ $minute } Uhr
locale-date-time = { $date }, { $time }
locale-date-time-zone = { $when } (Ortszeit { $city ->
    [Athens] Athen
    [Belgrade] Belgrad
    [Brussels] Brüssel
    [Bucharest] Bukarest
    [Cairo] Kairo
    [Copenhagen] Kopenhagen
    [Lisbon] Lissabon
    [Luxembourg] Luxemburg
    [Moscow] Moskau
    [Prague] Prag
    [Rome] Rom
    [Singapore] Singapur
    [Tokyo] Tokio
    [Vienna] Wien
    [Warsaw] Warschau
    [Zurich] Zürich
   *[other] { $city }
})
locale-month-1 = Januar
locale-month-2 = Februar
locale-month-3 = März
locale-month-4 = April
locale-month-5 = Mai
locale-month-6 = Juni
locale-month-7 = Juli
locale-month-8 = August
locale-month-9 = September
locale-month-10 = Oktober
locale-month-11 = November
locale-month-12 = Dezember
locale-month-short-1 = Jan.
locale-month-short-2 = Feb.
locale-month-short-3 = März
locale-month-short-4 = Apr.
locale-month-short-5 = Mai
locale-month-short-6 = Juni
locale-month-short-7 = Juli
locale-month-short-8 = Aug.
locale-month-short-9 = Sept.
locale-month-short-10 = Okt.
locale-month-short-11 = Nov.
locale-month-short-12 = Dez.
locale-weekday-1 = Montag
locale-weekday-2 = Dienstag
locale-weekday-3 = Mittwoch
locale-weekday-4 = Donnerstag
locale-weekday-5 = Freitag
locale-weekday-6 = Samstag
locale-weekday-7 = Sonntag
locale-weekday-short-1 = Mo.
locale-weekday-short-2 = Di.
locale-weekday-short-3 = Mi.
locale-weekday-short-4 = Do.
locale-weekday-short-5 = Fr.
locale-weekday-short-6 = Sa.
locale-weekday-short-7 = So.
