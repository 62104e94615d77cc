//! Examples that a person can recompute, and what must hold for every price.

use proptest::prelude::*;

use super::*;
use crate::price::rules::{FeeRule, TaxRule};

fn fee(kind: FeeKind, per: Per, carrier: Carrier, fixed_minor: i64, part_bp: i64) -> FeeRule {
    FeeRule { kind, per, carrier, fixed_minor, currency: Currency::EUR, part_bp }
}

fn tax(standard_ppm: i64, is_added: bool) -> TaxRule {
    TaxRule { country: String::new(), standard_ppm, reduced_ppm: 70_000, is_added }
}

fn item(list_minor: i64, rules: &Rules) -> Item<'_> {
    Item { list_minor, own_fee_minor: 0, class: TaxClass::Standard, rules, discount: Discount::None }
}

#[test]
fn without_rules_a_ticket_costs_what_its_type_says() {
    let rules = Rules::default();
    let items = [Item { own_fee_minor: 150, ..item(2_500, &rules) }; 2];
    let priced = price_order(&items, Currency::EUR, false);
    assert_eq!(priced.lines, [LinePrice { price_minor: 2_500, fee_minor: 150, parts: None }; 2]);
    assert_eq!(priced.receipt, Receipt::plain(5_000, 300));
    assert!(priced.receipt.is_plain());
}

#[test]
fn tax_is_in_the_price_or_comes_on_top() {
    let included = Rules { tax: Some(tax(190_000, false)), ..Rules::default() };
    let line = tag(&item(11_900, &included), Currency::EUR);
    assert_eq!((line.price_minor, line.parts.expect("parts").tax_minor), (11_900, 1_900));
    let added = Rules { tax: Some(tax(88_750, true)), ..Rules::default() };
    let line = tag(&item(2_000, &added), Currency::EUR);
    // 8.875 % of 20.00 is 1.775.
    assert_eq!((line.price_minor, line.parts.expect("parts").tax_minor), (2_178, 178));
    let reduced = tag(&Item { class: TaxClass::Reduced, ..item(10_700, &included) }, Currency::EUR);
    assert_eq!(reduced.parts.expect("parts").tax_minor, 700);
    let exempt = tag(&Item { class: TaxClass::Exempt, ..item(10_700, &included) }, Currency::EUR);
    assert_eq!(exempt.parts, None);
}

#[test]
fn fees_are_passed_on_or_absorbed_by_ticket_or_by_order() {
    let rules = Rules {
        fees: vec![
            fee(FeeKind::Service, Per::Ticket, Carrier::Buyer, 50, 500),
            fee(FeeKind::Payment, Per::Order, Carrier::Buyer, 100, 0),
            fee(FeeKind::Payment, Per::Ticket, Carrier::Organizer, 0, 290),
        ],
        ..Rules::default()
    };
    let priced = price_order(&[item(2_000, &rules), item(1_000, &rules)], Currency::EUR, false);
    // 0.50 + 5 % each; 1.00 over 20.00 and 10.00 is 0.67 and 0.33.
    let fees: Vec<i64> = priced.lines.iter().map(|line| line.fee_minor).collect();
    assert_eq!(fees, [150 + 67, 100 + 33]);
    assert_eq!(priced.lines[0].parts.expect("parts").absorbed_minor, 58);
    assert_eq!(priced.lines[0].price_minor, 2_000);
    let names: Vec<(FeeName, i64)> = priced.receipt.fees.iter().map(|fee| (fee.name, fee.minor)).collect();
    assert_eq!(names, [(FeeName::Service, 250), (FeeName::Payment, 100)]);
    assert_eq!(priced.receipt.total_minor, 3_350);
}

#[test]
fn a_fixed_fee_counts_in_its_currency_only_and_never_on_what_is_free() {
    let rules = Rules {
        fees: vec![fee(FeeKind::Service, Per::Ticket, Carrier::Buyer, 50, 1_000)],
        ..Rules::default()
    };
    let yen = "JPY".parse().expect("JPY");
    assert_eq!(tag(&item(2_005, &rules), yen).fee_minor, 201);
    assert_eq!(tag(&item(0, &rules), Currency::EUR).fee_minor, 0);
    let gift = Item { discount: Discount::Part(10_000), own_fee_minor: 200, ..item(2_000, &rules) };
    assert_eq!(tag(&gift, Currency::EUR).total_minor(), 0);
}

#[test]
fn a_business_elsewhere_pays_without_the_tax() {
    for is_added in [false, true] {
        let rules = Rules { tax: Some(tax(190_000, is_added)), ..Rules::default() };
        let list = if is_added { 10_000 } else { 11_900 };
        let priced = price_order(&[item(list, &rules)], Currency::EUR, true);
        assert_eq!(priced.receipt.total_minor, 10_000);
        assert_eq!(priced.receipt.sum_minor(), 10_000);
        assert!(priced.receipt.is_reverse_charge && priced.receipt.taxes.is_empty());
    }
}

fn any_fee() -> impl Strategy<Value = FeeRule> {
    let kind = prop_oneof![Just(FeeKind::Service), Just(FeeKind::Payment)];
    let per = prop_oneof![Just(Per::Ticket), Just(Per::Order)];
    let carrier = prop_oneof![Just(Carrier::Buyer), Just(Carrier::Organizer)];
    (kind, per, carrier, 0_i64..500, 0_i64..=10_000)
        .prop_map(|(kind, per, carrier, fixed, part_bp)| fee(kind, per, carrier, fixed, part_bp))
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let tax = proptest::option::of((0_i64..=300_000, 0_i64..=300_000, any::<bool>()));
    (proptest::collection::vec(any_fee(), 0..4), tax).prop_map(|(fees, tax)| Rules {
        fees,
        tax: tax.map(|(standard_ppm, reduced_ppm, is_added)| TaxRule {
            country: String::new(),
            standard_ppm,
            reduced_ppm,
            is_added,
        }),
        ..Rules::default()
    })
}

fn any_discount() -> impl Strategy<Value = Discount> {
    prop_oneof![
        Just(Discount::None),
        (0_i64..=10_000).prop_map(Discount::Part),
        (0_i64..5_000).prop_map(Discount::Amount),
    ]
}

fn any_lines() -> impl Strategy<Value = Vec<(i64, i64, TaxClass, bool, Discount)>> {
    let class = prop_oneof![Just(TaxClass::Standard), Just(TaxClass::Reduced), Just(TaxClass::Exempt)];
    let price = prop_oneof![Just(0_i64), 1_i64..100, 1_i64..1_000_000];
    proptest::collection::vec((price, 0_i64..300, class, any::<bool>(), any_discount()), 1..12)
}

fn items<'a>(lines: &[(i64, i64, TaxClass, bool, Discount)], rules: [&'a Rules; 2]) -> Vec<Item<'a>> {
    let item =
        |(list_minor, own_fee_minor, class, first, discount): &(i64, i64, TaxClass, bool, Discount)| Item {
            list_minor: *list_minor,
            own_fee_minor: *own_fee_minor,
            class: *class,
            rules: rules[usize::from(*first)],
            discount: *discount,
        };
    lines.iter().map(item).collect()
}

proptest! {
    #[test]
    fn the_parts_sum_to_the_total_and_no_line_is_below_zero(lines in any_lines(), one in any_rules(), two in any_rules(), is_reverse in any::<bool>()) {
        for currency in ["EUR", "JPY", "BHD"].map(|code| code.parse().expect("a currency")) {
            let priced = price_order(&items(&lines, [&one, &two]), currency, is_reverse);
            prop_assert_eq!(priced.receipt.sum_minor(), priced.receipt.total_minor);
            let sum: i64 = priced.lines.iter().map(LinePrice::total_minor).sum();
            prop_assert_eq!(sum, priced.receipt.total_minor);
            let mut tax = 0;
            for line in &priced.lines {
                prop_assert!(line.price_minor >= 0 && line.fee_minor >= 0);
                if let Some(parts) = line.parts {
                    prop_assert!((0..=parts.list_minor).contains(&parts.discount_minor));
                    prop_assert!((0..=line.price_minor).contains(&parts.tax_minor));
                    prop_assert!((0..=line.fee_minor).contains(&parts.fee_tax_minor));
                    prop_assert!((0..=line.price_minor - parts.tax_minor).contains(&parts.absorbed_minor));
                    tax += parts.tax_minor + parts.fee_tax_minor;
                }
            }
            prop_assert_eq!(tax, priced.receipt.tax_minor());
        }
    }

    #[test]
    fn a_code_never_raises_a_total(lines in any_lines(), one in any_rules(), two in any_rules()) {
        let with = items(&lines, [&one, &two]);
        let without: Vec<Item<'_>> = with.iter().map(|item| Item { discount: Discount::None, ..*item }).collect();
        let total = |items: &[Item<'_>]| price_order(items, Currency::EUR, false).receipt.total_minor;
        prop_assert!(total(&with) <= total(&without));
    }

    #[test]
    fn included_tax_and_net_are_the_gross(list in 0_i64..10_000_000, ppm in 0_i64..=1_000_000) {
        let rules = Rules { tax: Some(tax(ppm, false)), ..Rules::default() };
        let priced = price_order(&[item(list, &rules)], Currency::EUR, false);
        for part in &priced.receipt.taxes {
            prop_assert_eq!(part.net_minor + part.minor, list);
            // Adding the tax to the net again gives the gross, to the rounding of one minor unit.
            prop_assert!((round_half_up(part.net_minor, ppm, WHOLE_PPM) - part.minor).abs() <= 1);
        }
    }

    #[test]
    fn a_business_never_pays_more(lines in any_lines(), one in any_rules(), two in any_rules()) {
        let items = items(&lines, [&one, &two]);
        let total = |is_reverse| price_order(&items, Currency::EUR, is_reverse).receipt.total_minor;
        prop_assert!(total(true) <= total(false));
    }

    #[test]
    fn an_order_of_one_costs_its_tag_where_nothing_counts_by_order(list in 0_i64..1_000_000, own in 0_i64..500, rules in any_rules()) {
        let mut rules = rules;
        rules.fees.retain(|fee| fee.per == Per::Ticket);
        let item = Item { own_fee_minor: own, ..item(list, &rules) };
        prop_assert_eq!(price_order(&[item], Currency::EUR, false).lines[0], tag(&item, Currency::EUR));
    }
}
