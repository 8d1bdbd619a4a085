package org.carerrecord.fhirserver.search;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Hash;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.jspecify.annotations.Nullable;

/** Numbers and quantities as index rows (R4, 3.1.1.4.6, 3.1.1.4.11); units are compared as they are written. */
final class IndexQuantities {

    private static final String CURRENCIES = "urn:iso:std:iso:4217";

    private IndexQuantities() {}

    static Stream<IndexRow> rows(int param, Base value) {
        return switch (value) {
            case IntegerType number ->
                number.hasValue() ? number(param, BigDecimal.valueOf(number.getValue())) : Stream.empty();
            case DecimalType number -> number.hasValue() ? number(param, number.getValue()) : Stream.empty();
            case Money money ->
                money.getValue() == null
                        ? Stream.empty()
                        : units(param, CURRENCIES, money.getCurrency(), null, held(money), held(money));
            case Quantity quantity ->
                quantity.getValue() == null
                        ? Stream.empty()
                        : units(param, quantity, lowest(quantity), highest(quantity));
            case Range range -> range(param, range);
            default -> Stream.empty();
        };
    }

    private static Stream<IndexRow> number(int param, BigDecimal number) {
        return Stream.of(new IndexRow.Amount(param, 0, 0, Decimal.held(number), Decimal.held(number)));
    }

    /** A range without one of its ends goes on for ever. */
    private static Stream<IndexRow> range(int param, Range range) {
        double lowest = range.hasLow() && range.getLow().getValue() != null
                ? Decimal.held(range.getLow().getValue())
                : -Double.MAX_VALUE;
        double highest = range.hasHigh() && range.getHigh().getValue() != null
                ? Decimal.held(range.getHigh().getValue())
                : Double.MAX_VALUE;
        return units(param, range.hasLow() ? range.getLow() : range.getHigh(), lowest, highest);
    }

    private static double held(Money money) {
        return Decimal.held(money.getValue());
    }

    /** {@code <5} stands for all that is less. */
    private static double lowest(Quantity quantity) {
        return quantity.getComparator() != null
                        && quantity.getComparator().toCode().startsWith("<")
                ? -Double.MAX_VALUE
                : Decimal.held(quantity.getValue());
    }

    private static double highest(Quantity quantity) {
        return quantity.getComparator() != null
                        && quantity.getComparator().toCode().startsWith(">")
                ? Double.MAX_VALUE
                : Decimal.held(quantity.getValue());
    }

    private static Stream<IndexRow> units(int param, Quantity quantity, double lowest, double highest) {
        return units(param, quantity.getSystem(), quantity.getCode(), quantity.getUnit(), lowest, highest);
    }

    /** A search for {@code number||unit} finds the code or the unit as people read it. */
    private static Stream<IndexRow> units(
            int param,
            @Nullable String system,
            @Nullable String code,
            @Nullable String unit,
            double lowest,
            double highest) {
        IndexRow coded = new IndexRow.Amount(param, word(system), word(code), lowest, highest);
        return unit == null || unit.equals(code)
                ? Stream.of(coded)
                : Stream.of(coded, new IndexRow.Amount(param, 0, word(unit), lowest, highest));
    }

    private static long word(@Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Hash.word(text);
    }
}
