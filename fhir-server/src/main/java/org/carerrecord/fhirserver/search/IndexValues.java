package org.carerrecord.fhirserver.search;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.carerrecord.fhirserver.store.Hash;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** What an element's value is in the index, by the kind of parameter and its datatype (R4, 3.1.1.4.6 to 3.1.1.4.14). */
final class IndexValues {

    /** For whatever is contained: it is there, and nothing else is to be found by it. */
    private static final String WITHIN = "#";

    private IndexValues() {}

    /** The rows of a value under a parameter's number. */
    static Stream<IndexRow> rows(SearchParameter.Kind kind, int param, Base value) {
        return switch (kind) {
            case TOKEN -> tokens(param, value).map(IndexRow.class::cast);
            case IDENTIFIER -> tokens(param, value).map(IndexValues::identity);
            case STRING -> strings(value).map(text -> new IndexRow.Text(param, Normal.text(text), Hash.word(text)));
            case PHONETIC ->
                strings(value)
                        .map(Sound::of)
                        .filter(sound -> !sound.isEmpty())
                        .map(sound -> new IndexRow.Text(param, sound, Hash.word(sound)));
            case URI -> primitive(value).map(uri -> new IndexRow.Text(param, Normal.cut(uri), Hash.word(uri)));
            case DATE -> spans(value).map(span -> new IndexRow.Span(param, span.low(), span.high()));
            case NUMBER, QUANTITY -> IndexQuantities.rows(param, value);
            case REFERENCE -> references(param, value);
            case COMPOSITE -> Stream.empty();
        };
    }

    /** What a token is called: its text, its display, or the text of its identifier's type (R4, 3.1.1.4.10 {@code :text}). */
    static Stream<IndexRow> words(SearchParameter parameter, Base value) {
        Stream<String> words =
                switch (value) {
                    case Identifier identifier ->
                        identifier.hasType()
                                ? Stream.ofNullable(identifier.getType().getText())
                                : Stream.empty();
                    case Coding coding -> Stream.ofNullable(coding.getDisplay());
                    case CodeableConcept concept -> strings(concept);
                    default -> Stream.empty();
                };
        return words.flatMap(
                text -> rows(SearchParameter.Kind.STRING, parameter.words().number(), new StringType(text)));
    }

    /** {@code system|code|value} of an identifier with a type (R4, 3.1.1.4.10 {@code :of-type}). */
    static Stream<IndexRow> typed(SearchParameter parameter, Base value) {
        if (!(value instanceof Identifier identifier) || !identifier.hasType() || identifier.getValue() == null) {
            return Stream.empty();
        }
        int param = parameter.ofType().number();
        return identifier.getType().getCoding().stream()
                .filter(coding -> coding.getCode() != null)
                .map(coding -> new IndexRow.Identity(
                        param,
                        Hash.word(Objects.requireNonNullElse(coding.getSystem(), "") + "|" + coding.getCode()),
                        Hash.word(identifier.getValue()),
                        ""));
    }

    private static Stream<IndexRow.Token> tokens(int param, Base value) {
        return switch (value) {
            case Identifier identifier -> token(param, identifier.getSystem(), identifier.getValue());
            case Coding coding -> token(param, coding.getSystem(), coding.getCode());
            case CodeableConcept concept ->
                concept.getCoding().stream().flatMap(coding -> token(param, coding.getSystem(), coding.getCode()));
            case ContactPoint point -> token(param, null, point.getValue());
            case Enumeration<?> code ->
                code.getValueAsString() == null ? Stream.empty() : token(param, code.getSystem(), code.getCode());
            case PrimitiveType<?> primitive -> token(param, null, primitive.getValueAsString());
            default -> Stream.empty();
        };
    }

    private static IndexRow identity(IndexRow.Token token) {
        return new IndexRow.Identity(token.param(), token.system(), token.code(), token.word());
    }

    private static Stream<IndexRow.Token> token(int param, @Nullable String system, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(new IndexRow.Token(
                param, system == null || system.isEmpty() ? 0 : Hash.word(system), Hash.word(code), Normal.text(code)));
    }

    private static Stream<String> strings(Base value) {
        return switch (value) {
            case HumanName name ->
                Stream.of(
                                Stream.of(name.getFamily(), name.getText()),
                                texts(name.getGiven()),
                                texts(name.getPrefix()),
                                texts(name.getSuffix()))
                        .flatMap(part -> part)
                        .flatMap(Stream::ofNullable);
            case Address address ->
                Stream.concat(
                                Stream.of(
                                        address.getText(),
                                        address.getCity(),
                                        address.getDistrict(),
                                        address.getState(),
                                        address.getCountry(),
                                        address.getPostalCode()),
                                texts(address.getLine()))
                        .flatMap(Stream::ofNullable);
            case CodeableConcept concept ->
                Stream.concat(
                                Stream.ofNullable(concept.getText()),
                                concept.getCoding().stream().map(Coding::getDisplay))
                        .flatMap(Stream::ofNullable);
            default -> primitive(value);
        };
    }

    private static Stream<String> texts(Iterable<StringType> values) {
        return StreamSupport.stream(values.spliterator(), false).flatMap(text -> Stream.ofNullable(text.getValue()));
    }

    private static Stream<String> primitive(Base value) {
        return value instanceof IPrimitiveType<?> primitive
                ? Stream.ofNullable(primitive.getValueAsString())
                : Stream.empty();
    }

    private static Stream<TimeSpan> spans(Base value) {
        return switch (value) {
            case Period period -> Stream.of(span(period));
            case Timing timing -> moments(timing).reduce(TimeSpan::with).stream();
            case PrimitiveType<?> moment -> TimeSpan.of(text(moment)).stream();
            default -> Stream.empty();
        };
    }

    /** R4, 3.1.1.4.7 "date": of what is scheduled "only the outer limits matter". */
    private static Stream<TimeSpan> moments(Timing timing) {
        return Stream.concat(
                timing.getEvent().stream()
                        .map(event -> TimeSpan.of(text(event)))
                        .flatMap(Optional::stream),
                timing.hasRepeat() && timing.getRepeat().getBounds() instanceof Period bounds
                        ? Stream.of(span(bounds))
                        : Stream.empty());
    }

    private static TimeSpan span(Period period) {
        return new TimeSpan(
                TimeSpan.of(text(period.getStartElement())).map(TimeSpan::low).orElse(TimeSpan.BEGINNING),
                TimeSpan.of(text(period.getEndElement())).map(TimeSpan::high).orElse(TimeSpan.END));
    }

    private static String text(PrimitiveType<?> value) {
        return value.getValueAsString() == null ? "" : value.getValueAsString();
    }

    private static Stream<IndexRow> references(int param, Base value) {
        return switch (value) {
            case Reference reference ->
                Stream.concat(
                        Stream.ofNullable(reference.getReference())
                                .filter(text -> !text.isEmpty())
                                .map(text -> new IndexRow.Link(param, text.startsWith(WITHIN) ? WITHIN : text)),
                        reference.hasIdentifier()
                                ? tokens(param, reference.getIdentifier()).map(IndexValues::identity)
                                : Stream.empty());
            case CanonicalType canonical ->
                Stream.ofNullable(canonical.getValue())
                        .flatMap(IndexValues::withAndWithoutVersion)
                        .map(url -> new IndexRow.Link(param, url));
            case UriType uri -> Stream.ofNullable(uri.getValue()).map(url -> new IndexRow.Link(param, url));
            default -> Stream.empty();
        };
    }

    /** A canonical is found with its version and without (R4, 3.1.1.4.12, 2.3.0.3). */
    private static Stream<String> withAndWithoutVersion(String canonical) {
        int bar = canonical.indexOf('|');
        return bar < 0 ? Stream.of(canonical) : Stream.of(canonical, canonical.substring(0, bar));
    }
}
