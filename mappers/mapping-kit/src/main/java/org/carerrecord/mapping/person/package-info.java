/** The people of FHIR documents: who somebody is, how to reach them, and who is related to them. */
@NullMarked
package org.carerrecord.mapping.person;

import org.jspecify.annotations.NullMarked;
