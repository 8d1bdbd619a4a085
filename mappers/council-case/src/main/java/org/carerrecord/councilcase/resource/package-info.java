@NullMarked
package org.carerrecord.councilcase.resource;

import org.jspecify.annotations.NullMarked;
