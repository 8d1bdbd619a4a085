package org.carerrecord.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;

/**
 * What a sender's relationship code or words mean: R4 codings of UKCore-PersonRelationshipType and the roles meant.
 *
 * <p>Read from {@code tables/relationship-*.csv}, whose rows name their sources; a sender may have codes of its own beside
 * them.
 */
public final class Relationships {

    /** The coding systems by the names that senders give them; an empty one is not named. */
    public enum Scheme {
        /** Letters of three are HL7 table 0063, one or two digits the NHS person relationship numbers. */
        NOT_NAMED,
        /** HL7 table 0063. */
        RELATIONSHIP,
        /** HL7 table 0131. Never assumed: S is a state agency here and a son or sister in local lists. */
        CONTACT_ROLE,
        /** NHS person relationship types 01 to 51, 98 and 99. */
        NHS,
        /** A list of the sender's own: its code means what the sender's own table says, else only its words do. */
        LOCAL;

        /** The scheme by HL7 v2 CWE-3 or CE-3, or by a FHIR Coding.system. */
        public static Scheme of(String name) {
            return switch (name.strip()) {
                case "" -> NOT_NAMED;
                case "HL70063", "0063", Systems.V2_0063 -> RELATIONSHIP;
                case "HL70131", "0131", Systems.V2_0131 -> CONTACT_ROLE;
                case "NHS", Systems.CARE_CONNECT_RELATIONSHIP -> NHS;
                default -> LOCAL;
            };
        }
    }

    /**
     * What was understood.
     *
     * @param codings in the order said, each once
     */
    public record Meaning(List<Coding> codings, Set<RelatedRole> roles) {

        public Meaning {
            codings = List.copyOf(codings);
            roles = Collections.unmodifiableSet(
                    roles.isEmpty() ? EnumSet.noneOf(RelatedRole.class) : EnumSet.copyOf(roles));
        }

        public boolean is(RelatedRole role) {
            return roles.contains(role);
        }
    }

    private static final Pattern JOINTS = Pattern.compile("[-/_]");
    private static final Pattern MARKS = Pattern.compile("[^A-Z0-9 ]");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern SEPARATOR = Pattern.compile("[/,&+-]|(?i:\\s+and\\s+)");

    private final Map<String, List<Word>> nhs = words(CodeTable.load("relationship-nhs"));
    private final Map<String, List<Word>> relationship = words(CodeTable.load("relationship-0063"));
    private final Map<String, List<Word>> contactRole = words(CodeTable.load("relationship-0131"));
    private final Map<String, List<Word>> text = words(CodeTable.load("relationship-text"));
    private final Map<String, List<Word>> local;

    /** Without a sender's own codes. */
    public Relationships() {
        this.local = Map.of();
    }

    /** With the codes of one sender's own, which go before the published ones wherever no other list is named. */
    public Relationships(CodeTable local) {
        this.local = words(local);
    }

    /** One coding with the roles that it says; without a role it is a kinship. */
    private record Word(CodeTable.Target target, Set<RelatedRole> roles) {

        boolean isKinship() {
            return roles.isEmpty();
        }

        boolean isUnspecified() {
            return roles.contains(RelatedRole.UNSPECIFIED);
        }
    }

    /**
     * The meaning of a code and the words beside it; empty when neither is known, which is for the caller to state as a
     * {@link Loss}.
     *
     * <p>The code decides. The words add what it leaves open: a role, or the kinship when the code says none. Words in
     * the place of the code are understood too.
     *
     * @param code NK1-3.1, NK1-7.1 or Coding.code; may be empty
     * @param words NK1-3.2, Coding.display or CodeableConcept.text; may be empty
     */
    public Optional<Meaning> of(String code, String words, Scheme scheme) {
        List<Word> said = new ArrayList<>(ofCode(code, scheme));
        List<Word> beside = ofWords(words);
        if (said.isEmpty()) {
            said.addAll(ofWords(code));
        }
        boolean kinshipOpen = said.stream().noneMatch(Word::isKinship);
        beside.stream().filter(word -> !word.isKinship() || kinshipOpen).forEach(said::add);
        return said.isEmpty() ? Optional.empty() : Optional.of(meaning(said));
    }

    /** The meaning of words alone; several joined by {@code / , - & +} or "and" when every one is known. */
    public Optional<Meaning> ofText(String words) {
        return of("", words, Scheme.NOT_NAMED);
    }

    private List<Word> ofCode(String code, Scheme scheme) {
        String key = code.strip().toUpperCase(Locale.ROOT);
        return switch (scheme) {
            case LOCAL -> ofLocal(code);
            case CONTACT_ROLE -> contactRole.getOrDefault(key, List.of());
            case RELATIONSHIP -> relationship.getOrDefault(key, List.of());
            case NHS -> ofNumber(key);
            case NOT_NAMED ->
                Stream.of(ofLocal(code), ofNumber(key), relationship.getOrDefault(key, List.of()))
                        .filter(said -> !said.isEmpty())
                        .findFirst()
                        .orElse(List.of());
        };
    }

    private List<Word> ofLocal(String code) {
        return local.getOrDefault(code.strip(), List.of());
    }

    /** NHS numbers come with and without their leading zero. */
    private List<Word> ofNumber(String key) {
        return nhs.getOrDefault(key.length() == 1 ? "0" + key : key, List.of());
    }

    private List<Word> ofWords(String words) {
        List<Word> whole = text.getOrDefault(plain(words), List.of());
        if (!whole.isEmpty()) {
            return whole;
        }
        List<List<Word>> parts = Arrays.stream(SEPARATOR.split(words))
                .map(Relationships::plain)
                .filter(part -> !part.isEmpty())
                .map(part -> text.getOrDefault(part, List.of()))
                .toList();
        return parts.stream().anyMatch(List::isEmpty)
                ? List.of()
                : parts.stream().flatMap(List::stream).toList();
    }

    /** As the text table writes it: upper case, hyphen and stroke as a blank, no other punctuation. */
    private static String plain(String words) {
        String blanks = JOINTS.matcher(words.toUpperCase(Locale.UK)).replaceAll(" ");
        return BLANKS.matcher(MARKS.matcher(blanks).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }

    /** "Not known" is said only where nothing else is. */
    private static Meaning meaning(List<Word> said) {
        boolean somethingSaid = !said.stream().allMatch(Word::isUnspecified);
        Map<String, Coding> codings = new LinkedHashMap<>();
        Set<RelatedRole> roles = EnumSet.noneOf(RelatedRole.class);
        for (Word word : said) {
            if (!(somethingSaid && word.isUnspecified())) {
                codings.putIfAbsent(
                        word.target().system() + "|" + word.target().code(),
                        word.target().coding());
                roles.addAll(word.roles());
            }
        }
        return new Meaning(List.copyOf(codings.values()), roles);
    }

    private static Map<String, List<Word>> words(CodeTable table) {
        Map<String, List<Word>> words = new LinkedHashMap<>();
        for (String code : table.codes()) {
            words.put(
                    code,
                    table.targets(code).stream()
                            .map(target -> new Word(target, roles(target.role())))
                            .toList());
        }
        return words;
    }

    private static Set<RelatedRole> roles(String column) {
        Set<RelatedRole> roles = EnumSet.noneOf(RelatedRole.class);
        if (!column.isBlank()) {
            for (String role : column.split(" ")) {
                roles.add(RelatedRole.of(role));
            }
        }
        return roles;
    }
}
