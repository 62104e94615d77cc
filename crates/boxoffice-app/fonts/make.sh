#!/usr/bin/env bash
# Makes the fonts of printed tickets from Debian's fonts-noto-core: the letters of Latin, Greek, Cyrillic,
# Arabic and Hebrew, without hinting, which print does not need. Needs fonttools (pyftsubset).
set -euo pipefail
cd "$(dirname "$0")"
noto=/usr/share/fonts/truetype/noto
letters="U+0020-007E,U+00A0-024F,U+0250-0252,U+0259,U+02B0-02BC,U+02C6-02DD,U+0300-0345,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+1F00-1FFF,U+2000-206F,U+2070-209F,U+20A0-20C0,U+2100-214F,U+2190-2193,U+2212,U+25CC,U+FB00-FB06,U+FFFD"
arabic="U+0020,U+00A0,U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200F,U+2010-2011,U+204F,U+25CC,U+FB50-FDFF,U+FE70-FEFC"
for weight in Regular Bold; do
    pyftsubset "$noto/NotoSans-$weight.ttf" --unicodes="$letters" --no-hinting --desubroutinize \
        --layout-features='ccmp,locl,mark,mkmk,kern,liga,rlig,calt,tnum,lnum' \
        --drop-tables+=DSIG --output-file="NotoSans-$weight.ttf"
    pyftsubset "$noto/NotoSansArabic-$weight.ttf" --unicodes="$arabic" --no-hinting \
        --layout-features='ccmp,locl,mark,mkmk,kern,liga,rlig,calt,isol,init,medi,fina,curs' \
        --drop-tables+=DSIG --output-file="NotoSansArabic-$weight.ttf"
    pyftsubset "$noto/NotoSansHebrew-$weight.ttf" --unicodes='*' --no-hinting --layout-features='*' \
        --drop-tables+=DSIG --output-file="NotoSansHebrew-$weight.ttf"
done
