package org.carerrecord.profiles;

/** The canonical URLs of our own artefacts; a test holds each against the JSON in this module, both ways. */
public final class Canonical {

    public static final String BASE = "https://carerrecord.org/fhir/";

    private static final String DEFINITION = BASE + "StructureDefinition/";

    private Canonical() {}

    /** Profiles on R4 resources. */
    public static final class Profile {
        public static final String PATIENT = DEFINITION + "CarerRecord-Patient";
        public static final String CARER = DEFINITION + "CarerRecord-Carer";
        public static final String HAS_CARER_FLAG = DEFINITION + "CarerRecord-HasCarerFlag";
        public static final String PROVENANCE = DEFINITION + "CarerRecord-Provenance";

        private Profile() {}
    }

    /** Search parameters of RelatedPerson. */
    public static final class SearchParameter {
        /** {@code carer-kind}: token of {@link Extension#CARER_KIND}. */
        public static final String CARER_KIND = BASE + "SearchParameter/CarerRecord-CarerKind";

        /** {@code statement-status}: token of {@link Extension#STATEMENT_STATUS}. */
        public static final String STATEMENT_STATUS = BASE + "SearchParameter/CarerRecord-StatementStatus";

        private SearchParameter() {}
    }

    /** Extensions of RelatedPerson, and of Provenance. */
    public static final class Extension {
        /** Code of {@link CodeSystem#STATEMENT_STATUS}. */
        public static final String STATEMENT_STATUS = DEFINITION + "CarerRecord-StatementStatus";

        /** CodeableConcept of {@link CodeSystem#CARER_KIND}, repeating. */
        public static final String CARER_KIND = DEFINITION + "CarerRecord-CarerKind";

        /** Main carer as a claim: {@code claim} boolean and {@code author} Reference(Organization). */
        public static final String MAIN_CARER = DEFINITION + "CarerRecord-MainCarer";

        /** Hours of care a week, as a band: Range of hours. */
        public static final String HOURS_A_WEEK = DEFINITION + "CarerRecord-HoursAWeek";

        /** Whether the carer lives with the cared-for person: boolean. */
        public static final String LIVES_WITH = DEFINITION + "CarerRecord-LivesWith";

        /** The sentence of a document that named a possible carer: string. */
        public static final String NAMED_IN = DEFINITION + "CarerRecord-NamedIn";

        /** On Provenance, why two were linked: {@code rule} code, {@code with}, {@code total}, {@code threshold}, {@code element}. */
        public static final String LINK_REASON = DEFINITION + "CarerRecord-LinkReason";

        private Extension() {}
    }

    /** Code systems of our own. */
    public static final class CodeSystem {
        public static final String STATEMENT_STATUS = BASE + "CodeSystem/CarerRecord-StatementStatus";
        public static final String CARER_KIND = BASE + "CodeSystem/CarerRecord-CarerKind";
        public static final String FLAG_MEANING = BASE + "CodeSystem/CarerRecord-FlagMeaning";
        public static final String REVIEW_REASON = BASE + "CodeSystem/CarerRecord-ReviewReason";

        /** What the inputs and the output of a review are, and its answers. */
        public static final String REVIEW = BASE + "CodeSystem/CarerRecord-Review";

        /** What a ServiceRequest and a Task of a referral are, and the inputs of the Task. */
        public static final String REFERRAL = BASE + "CodeSystem/CarerRecord-Referral";

        /** Answers of {@link Operation#CARER_KNOWN}. */
        public static final String ANSWER = BASE + "CodeSystem/CarerRecord-Answer";

        public static final String TAG = BASE + "CodeSystem/CarerRecord-Tag";

        /** Kinds of partner in {@code Consent.provision.actor.role}. */
        public static final String PARTNER_KIND = BASE + "CodeSystem/CarerRecord-PartnerKind";

        /** Categories of data in {@code Consent.provision.class}. */
        public static final String DATA_CATEGORY = BASE + "CodeSystem/CarerRecord-DataCategory";

        /** Fields of Client Level Data; the values of a field are of the system with a stroke and the field's name behind. */
        public static final String CLIENT_LEVEL_DATA = BASE + "CodeSystem/CarerRecord-ClientLevelData";

        private CodeSystem() {}
    }

    /** Value sets of our own. */
    public static final class ValueSet {
        public static final String STATEMENT_STATUS = BASE + "ValueSet/CarerRecord-StatementStatus";
        public static final String CARER_KIND = BASE + "ValueSet/CarerRecord-CarerKind";
        public static final String FLAG_MEANING = BASE + "ValueSet/CarerRecord-FlagMeaning";
        public static final String REVIEW_REASON = BASE + "ValueSet/CarerRecord-ReviewReason";

        private ValueSet() {}
    }

    /** Operations of our own. */
    public static final class Operation {
        public static final String CARER_RECORD = BASE + "OperationDefinition/CarerRecord-CarerRecord";
        public static final String CONTRIBUTIONS = BASE + "OperationDefinition/CarerRecord-Contributions";
        public static final String PERSON_MATCH = BASE + "OperationDefinition/CarerRecord-PersonMatch";
        public static final String REFER = BASE + "OperationDefinition/CarerRecord-Refer";
        public static final String REFER_CARER = BASE + "OperationDefinition/CarerRecord-ReferCarer";
        public static final String CARER_KNOWN = BASE + "OperationDefinition/CarerRecord-CarerKnown";

        private Operation() {}
    }
}
