package org.carerrecord.fhirserver.search;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/** Makes a resource's index rows from its type's search parameters; knows no resource type by name. */
public final class Indexer {

    private final SearchParameters parameters;
    private final Map<String, ElementPath> paths = new ConcurrentHashMap<>();

    public Indexer(SearchParameters parameters) {
        this.parameters = parameters;
    }

    /** The rows of a resource, each once. */
    public Set<IndexRow> rows(Resource resource) {
        Set<IndexRow> rows = new LinkedHashSet<>();
        for (SearchParameter parameter : parameters.of(resource.fhirType()).values()) {
            for (Base value : path(parameter).of(resource)) {
                if (!value.isEmpty()) {
                    rows(parameter, value).forEach(rows::add);
                }
            }
        }
        return rows;
    }

    private ElementPath path(SearchParameter parameter) {
        return paths.computeIfAbsent(parameter.expression(), ElementPath::compile);
    }

    private static Stream<? extends IndexRow> rows(SearchParameter parameter, Base value) {
        int param = parameter.number();
        return switch (parameter.kind()) {
            case TOKEN -> tokens(param, value);
            case STRING -> strings(value).map(text -> new IndexRow.Text(param, Normal.text(text), Hash.word(text)));
            case URI -> primitive(value).map(uri -> new IndexRow.Text(param, Normal.cut(uri), Hash.word(uri)));
            case DATE -> spans(value).map(span -> new IndexRow.Span(param, span.low(), span.high()));
            case REFERENCE -> references(param, value);
        };
    }

    private static Stream<IndexRow.Token> tokens(int param, Base value) {
        return switch (value) {
            case Identifier identifier -> token(param, identifier.getSystem(), identifier.getValue());
            case Coding coding -> token(param, coding.getSystem(), coding.getCode());
            case CodeableConcept concept ->
                concept.getCoding().stream().flatMap(coding -> token(param, coding.getSystem(), coding.getCode()));
            case ContactPoint point -> token(param, null, point.getValue());
            case Enumeration<?> code -> token(param, code.getSystem(), code.getCode());
            case PrimitiveType<?> primitive -> token(param, null, primitive.getValueAsString());
            default -> Stream.empty();
        };
    }

    private static Stream<IndexRow.Token> token(int param, @Nullable String system, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(
                new IndexRow.Token(param, system == null || system.isEmpty() ? 0 : Hash.word(system), Hash.word(code)));
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
        return StreamSupport.stream(values.spliterator(), false).map(StringType::getValue);
    }

    private static Stream<String> primitive(Base value) {
        return value instanceof IPrimitiveType<?> primitive
                ? Stream.ofNullable(primitive.getValueAsString())
                : Stream.empty();
    }

    private static Stream<TimeSpan> spans(Base value) {
        return switch (value) {
            case Period period ->
                Stream.of(new TimeSpan(
                        TimeSpan.of(text(period.getStartElement()))
                                .map(TimeSpan::low)
                                .orElse(TimeSpan.BEGINNING),
                        TimeSpan.of(text(period.getEndElement()))
                                .map(TimeSpan::high)
                                .orElse(TimeSpan.END)));
            case Timing timing ->
                timing.getEvent().stream()
                        .map(event -> TimeSpan.of(text(event)))
                        .flatMap(Optional::stream);
            case PrimitiveType<?> moment -> TimeSpan.of(text(moment)).stream();
            default -> Stream.empty();
        };
    }

    private static String text(PrimitiveType<?> value) {
        return value.getValueAsString() == null ? "" : value.getValueAsString();
    }

    private static Stream<? extends IndexRow> references(int param, Base value) {
        return switch (value) {
            case Reference reference ->
                Stream.concat(
                        Stream.ofNullable(reference.getReference())
                                .filter(text -> !text.isEmpty() && !text.startsWith("#"))
                                .map(text -> new IndexRow.Link(param, text)),
                        reference.hasIdentifier() ? tokens(param, reference.getIdentifier()) : Stream.empty());
            case CanonicalType canonical ->
                Stream.ofNullable(canonical.getValue()).map(url -> new IndexRow.Link(param, url));
            default -> Stream.empty();
        };
    }
}
